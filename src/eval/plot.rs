//! The picture of a comparison: each topic's difference as a bar, best first.

use std::io;

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

/// Colours that also a colour-blind reader tells apart (Okabe & Ito, 2008): blue, vermilion.
const BETTER: RGBColor = RGBColor(0, 114, 178);
const WORSE: RGBColor = RGBColor(213, 94, 0);
/// In pixels.
const SIZE: (u32, u32) = (900, 450);
/// Up to this many topics a gap divides the bars; above it would take more pixels than they do.
const BARS_APART_UP_TO: usize = 120;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// The words of a picture.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Above it, in large letters.
    pub title: &'a str,
    /// Under the title.
    pub subtitle: &'a str,
    /// Along the topics.
    pub topics: &'a str,
    /// Along the differences.
    pub differences: &'a str,
}

/// An SVG document with a bar for each difference, sorted from the best topic to the worst, around a line at 0.
///
/// The order of `differences` does not matter; one that is no number is left out. Cost: four points a topic.
///
/// # Errors
///
/// The plotting library fails, which it has no cause to on memory.
pub fn differences(differences: &[f64], words: &Words<'_>) -> io::Result<String> {
    let mut sorted: Vec<f64> = differences.iter().copied().filter(|d| d.is_finite()).collect();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let mut svg = String::new();
    draw(&SVGBackend::with_string(&mut svg, SIZE).into_drawing_area(), &sorted, words)
        .map_err(|error| io::Error::other(error.to_string()))?;
    Ok(svg)
}

type Drawn = Result<(), DrawingAreaErrorKind<io::Error>>;

fn draw(area: &Area<'_>, sorted: &[f64], words: &Words<'_>) -> Drawn {
    area.fill(&WHITE)?;
    let area = area.margin(8, 4, 0, 8);
    let area = area.titled(words.title, ("sans-serif", 22))?;
    let area = area.titled(words.subtitle, ("sans-serif", 15).into_font().color(&BLACK.mix(0.7)))?;
    let (count, height) = (sorted.len().max(1), height(sorted));
    let mut chart = ChartBuilder::on(&area)
        .margin(12)
        .x_label_area_size(42)
        .y_label_area_size(64)
        .build_cartesian_2d(0.0..count as f64, -height..height)?;
    axes(&mut chart, words, count.min(10))?;
    chart.draw_series([bars(sorted, BETTER, |d| *d > 0.0), bars(sorted, WORSE, |d| *d < 0.0)])?;
    chart.draw_series([PathElement::new([(0.0, 0.0), (count as f64, 0.0)], BLACK)])?;
    area.present()
}

/// How far the axis reaches on either side of 0: a little farther than the largest difference, and so far that its
/// labels differ in two decimals.
fn height(sorted: &[f64]) -> f64 {
    sorted.iter().fold(0.05, |height: f64, difference| height.max(difference.abs() * 1.05))
}

fn axes(chart: &mut Chart<'_, '_>, words: &Words<'_>, x_labels: usize) -> Drawn {
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(BLACK.mix(0.12))
        .x_desc(words.topics)
        .y_desc(words.differences)
        .x_labels(x_labels)
        .x_label_formatter(&|topic| if topic.fract() == 0.0 { topic.to_string() } else { String::new() })
        .y_label_formatter(&|difference| signed(*difference))
        .label_style(("sans-serif", 13))
        .axis_desc_style(("sans-serif", 15))
        .draw()
}

/// With two decimals, a true minus sign, and none for 0, which comes here with a rounding error.
fn signed(difference: f64) -> String {
    if difference.abs() < 0.005 { "0".to_owned() } else { format!("{difference:+.2}").replace('-', "−") }
}

/// All bars of one colour as one shape: thousands of topics have less than a pixel each, and rounded to pixels
/// one by one most would vanish.
fn bars(sorted: &[f64], colour: RGBColor, wanted: fn(&f64) -> bool) -> Polygon<(f64, f64)> {
    let gap = if sorted.len() <= BARS_APART_UP_TO { 0.1 } else { 0.0 };
    let bar = |(n, difference): (usize, &f64)| {
        let (left, right) = (n as f64 + gap, (n + 1) as f64 - gap);
        [(left, 0.0), (left, *difference), (right, *difference), (right, 0.0)]
    };
    let outline: Vec<_> = sorted.iter().enumerate().filter(|(_, d)| wanted(d)).flat_map(bar).collect();
    Polygon::new(outline, colour.filled())
}

#[cfg(test)]
mod tests {
    use super::{Words, differences};

    const WORDS: Words<'_> = Words {
        title: "ndcg@10: new.run − old.run",
        subtitle: "mean +0.0312, 95 % interval +0.0102 to +0.0520, p = 0.004; 21 better, 9 worse, 10 equal",
        topics: "topics, best first",
        differences: "difference in ndcg@10",
    };

    /// With `ALINEA_KEEP_PLOTS` set to a folder the pictures stay there, to be looked at.
    fn drawn(name: &str, values: &[f64]) -> String {
        let svg = differences(values, &WORDS).unwrap();
        if let Some(folder) = std::env::var_os("ALINEA_KEEP_PLOTS") {
            std::fs::write(std::path::Path::new(&folder).join(name), &svg).unwrap();
        }
        svg
    }

    fn wave(count: u32, differing: u32) -> Vec<f64> {
        let value = |n: u32| f64::from(n % 7) * 0.1 - 0.22 + f64::from(n) * 1e-4;
        (0..count).map(|n| if n % differing == 0 { value(n) } else { 0.0 }).collect()
    }

    #[test]
    fn any_number_of_topics_is_drawn() {
        let cases = [
            ("none.svg", vec![]),
            ("one.svg", vec![0.4]),
            ("equal.svg", vec![0.0; 10]),
            ("forty.svg", wave(40, 1)),
            ("thousands.svg", wave(3272, 4)),
            ("no-number.svg", vec![f64::NAN, 1e-12, f64::INFINITY]),
        ];
        for (name, values) in cases {
            let svg = drawn(name, &values);
            assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{name}");
            assert!(svg.contains("difference in ndcg@10") && svg.contains("topics, best first"), "{name}");
        }
    }

    #[test]
    fn words_are_escaped() {
        let svg = differences(&[0.5], &Words { title: "<a> & b", ..WORDS }).unwrap();
        assert!(svg.contains("&lt;a&gt; &amp; b"), "{svg}");
    }

    #[test]
    fn each_sign_has_its_colour() {
        let svg = drawn("signs.svg", &[0.5, -0.5]);
        assert!(svg.contains("#0072B2") && svg.contains("#D55E00"), "{svg}");
    }
}
