// What a person does with the pages, in Chromium.
//
//   node run.mjs CORPUS_URL HOSTILE_URL HOSTILE_ARTICLE [SCREENSHOTS_FOLDER]
//
// Prints a line for each scenario and the times that were measured; exits with 1 where one failed. The browser is that of
// the environment's CHROMIUM, else Debian's.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [corpus, hostile, hostileArticle, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

/** A fresh browser state; nothing that a page says against itself is let pass, nor, but with `elsewhere`, a request to others. */
const withPage = async (options, work) => {
  const { allow = [], elsewhere = false, ...rest } = options;
  const browser = await chromium.launch({ executablePath, headless: true, args: flags });
  try {
    const context = await browser.newContext({ viewport: DESKTOP, locale: "fr-FR", ...rest });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !allow.some((part) => message.text().includes(part))) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => { complaints.push("dialog: " + dialog.message()); dialog.dismiss(); });
    page.on("request", (request) => {
      if (!elsewhere && !request.url().startsWith(corpus) && !request.url().startsWith(hostile) && !request.url().startsWith("data:")) {
        complaints.push("asked for " + request.url());
      }
    });
    await work(page, context);
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
};

const shoot = async (page, name) => {
  if (shots) await page.screenshot({ path: join(shots, name + ".png"), fullPage: true });
};

const address = (page) => new URL(page.url());
const query = (page) => address(page).searchParams.get("q");

const PAGES = {
  welcome: "",
  results: "?q=index",
  counted: "?q=index&counted=true",
  grouped: "?q=index&group=true&limit=20",
  references: "?q=index&kind=reference",
  nothing: "?q=zzzzqqqq",
  repaired: "?q=lattaque",
  article: "article/les-index-inverses",
  source: "source/Manning",
  passage: null, // The first one that cites Manning.
  missing: "nulle-part",
  english: "?q=camp&lang=en",
};

const scenarios = {
  async "typing shows passages, and the address follows"() {
    await withPage({}, async (page) => {
      await page.goto(corpus);
      await page.locator("#q").pressSequentially("rescapes du camp");
      await page.locator("mark", { hasText: "rescapés" }).first().waitFor();
      await page.waitForFunction(() => location.search === "?q=rescapes+du+camp");
      assert.match(await page.title(), /^rescapes du camp/);
      assert.match(await page.locator(".summary").innerText(), /passage/);
      await page.reload();
      assert.equal(await page.locator("#q").inputValue(), "rescapes du camp");
      await page.locator("mark", { hasText: "rescapés" }).first().waitFor();
    });
  },

  async "a source opens in its place, also from its number in the text"() {
    await withPage({}, async (page) => {
      await page.goto(corpus + "?q=index&cites=Manning");
      const chip = page.locator("details.source").first();
      assert.equal(await chip.locator("div").isVisible(), false);
      await chip.locator("summary").click();
      assert.equal(await chip.locator("div").isVisible(), true);
      await chip.locator("summary").click();
      await page.locator("a.marker").first().click();
      await page.locator("details.source[open]").first().waitFor();
      await page.locator("details.source[open] .links a[href^='/source/']").first().click();
      await page.locator("h1", { hasText: "Ce qui s'appuie sur" }).waitFor();
      await page.goto(corpus + "?q=rescapes+du+camp");
      assert.match(await page.locator(".absent").first().innerText(), /absentes? du document/);
    });
  },

  async "keys: slash, arrows, Enter, Escape"() {
    await withPage({}, async (page) => {
      await page.goto(corpus + "?q=index");
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.id), "q");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      const second = await page.locator("a.open").nth(1).getAttribute("href");
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), second);
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      assert.equal(await page.evaluate(() => document.activeElement.id), "q");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Escape");
      assert.equal(await page.evaluate(() => document.activeElement.id), "q");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/passage/**");
      await page.goBack();
      assert.equal(query(page), "index");
      await page.keyboard.press("/");
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("#q").inputValue(), "");
      await page.locator(".welcome").waitFor();
    });
  },

  async "without a script everything is there"() {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(corpus);
      await page.locator("#q").fill("index");
      await page.locator("#q").press("Enter");
      await page.waitForURL("**/?q=index**");
      const chip = page.locator("details.source").first();
      await chip.locator("summary").click();
      assert.equal(await chip.locator("div").isVisible(), true);
      await page.locator(".facets li a").first().click();
      await page.locator(".held a").first().click();
      await page.locator("a[rel=next]").first().click();
      assert.equal(address(page).searchParams.get("offset"), "10");
      await page.locator("[data-switch]").click();
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
      assert.equal(await page.locator("#q").inputValue(), "index");
      await page.locator("a.open").first().click();
      await page.locator("h2", { hasText: "Cite this passage" }).waitFor();
      await page.locator("[data-switch]").click();
      await page.locator("h2", { hasText: "Citer ce passage" }).waitFor();
      assert.equal(await page.locator("[data-copy]").first().isVisible(), false);
    });
  },

  async "facets narrow, options search anew, the language keeps the search"() {
    await withPage({}, async (page) => {
      await page.goto(corpus + "?q=index");
      await page.locator(".facets li a").first().click();
      await page.locator(".held a").first().waitFor();
      assert.ok(address(page).searchParams.get("in"));
      await page.locator("summary", { hasText: "Options" }).click();
      await page.locator("select[name=kind]").selectOption("reference");
      await page.waitForFunction(() => location.search.includes("kind=reference"));
      await page.locator("input[name=group]").check();
      await page.locator("section.group").first().waitFor();
      assert.ok(address(page).searchParams.get("in"), "a narrowed search stays narrowed");
      await page.locator("[data-switch]").click();
      await page.locator("html[lang=en]").waitFor();
      assert.equal(address(page).searchParams.get("kind"), "reference");
    });
  },

  async "an example is a search, a narrow article begins with its text, and a paragraph opens"() {
    await withPage({ viewport: PHONE }, async (page) => {
      await page.goto(corpus);
      assert.equal(await page.evaluate(() => document.activeElement.id), "q");
      await page.locator(".welcome a").first().click();
      await page.locator("mark").first().waitFor();
      await page.goto(corpus + "article/les-index-inverses");
      const top = async (part) => (await page.locator(part).first().boundingBox()).y;
      assert.ok((await top(".outline")) < (await top(".reading")) && (await top(".reading")) < (await top(".plots")));
      await page.locator("a.key").first().click();
      await page.locator(".target").waitFor();
    });
  },

  async "a passage is copied with its sources"() {
    await withPage({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await page.goto(corpus + "?q=index&cites=Manning");
      await page.locator(".foot a", { hasText: "Citer" }).first().click();
      await page.locator("button[data-copy=cite-text]").click();
      await page.locator("button", { hasText: "Copié" }).waitFor();
      const text = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(text, /^« /);
      assert.match(text, /Manning/);
      await page.locator("button[data-copy=cite-bibtex]").click();
      await page.locator("button[data-copy=cite-bibtex]", { hasText: "Copié" }).waitFor();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^@/);
    });
  },

  async "no page is wider than a small phone, nor than a page that is magnified"() {
    for (const viewport of [PHONE, { width: 320, height: 600 }]) {
      await withPage({ viewport, allow: ["404"] }, async (page) => {
        for (const [name, path] of Object.entries(await paths(page))) {
          await page.goto(corpus + path);
          const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          assert.ok(inner <= outer, `${name}: ${inner} of ${outer}`);
        }
      });
    }
  },

  async "axe finds nothing, light and dark, wide and narrow"() {
    for (const colorScheme of ["light", "dark"]) {
      for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
        await withPage({ viewport, colorScheme, allow: ["404"] }, async (page) => {
          for (const [name, path] of Object.entries(await paths(page))) {
            await page.goto(corpus + path);
            if (name === "results") {
              await page.locator("details.source summary").first().click();
              await page.locator("summary", { hasText: "Options" }).click();
            }
            await page.evaluate(axe);
            const found = await page.evaluate(() =>
              globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
            const said = found.violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
            assert.deepEqual(said, [], `${name}, ${colorScheme}, ${size}`);
            assert.ok(found.passes.length > 10, "axe has looked at the page");
            await shoot(page, `${name}-${size}-${colorScheme}`);
          }
        });
      }
    }
  },

  async "dark is dark"() {
    await withPage({ colorScheme: "dark" }, async (page) => {
      await page.goto(corpus + "?q=index");
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = paper.match(/\d+/g).slice(0, 3).map(Number);
      assert.ok(Math.max(...light) < 60, paper);
    });
  },

  async "nothing of a hostile text runs"() {
    await withPage({ allow: ["404", "400"] }, async (page) => {
      const evil = encodeURIComponent("\"><script>alert(9)</script>");
      for (const path of ["?q=paragraphe&counted=true", "article/" + encodeURIComponent(hostileArticle), "?q=" + evil, "source/" + evil, "passage/" + evil]) {
        await page.goto(hostile + path);
        await page.waitForTimeout(100);
        const strange = await page.evaluate(() => [...document.querySelectorAll(
          "script:not([src^='/assets/']), img, iframe, object, embed, [onerror], [onload], [onmouseover], [style], a[href^='javascript:' i]")].map((e) => e.outerHTML));
        assert.deepEqual(strange, [], path);
      }
      await page.goto(hostile);
      await page.locator("#q").pressSequentially("<img src=x onerror=alert(1)> paragraphe");
      await page.locator("mark").first().waitFor();
      for (const link of await page.locator("a.open").all()) {
        assert.ok((await link.getAttribute("href")).startsWith("/passage/"));
      }
      await page.locator("a.open").first().click();
      await page.locator("#cite-text").waitFor();
    });
  },

  async "the policy holds by itself: a script that got into a page does not run"() {
    await withPage({ allow: ["Content Security Policy", "Content-Security-Policy"] }, async (page) => {
      await page.goto(hostile);
      await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "globalThis.ran = true";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='globalThis.ran = true'><p style='color: red'>x</p>");
      });
      await page.waitForTimeout(300);
      assert.equal(await page.evaluate(() => globalThis.ran), undefined);
      assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector("p[style]")).color), "rgb(255, 0, 0)");
    });
  },
};

/** The pages with the address of one passage. */
const paths = async (page) => {
  await page.goto(corpus + "?q=index&cites=Manning");
  const passage = (await page.locator("a.open").first().getAttribute("href")).slice(1);
  return { ...PAGES, passage };
};

const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];

/** From a page's navigation to its first paint. */
const firstPaint = async (page, url) => {
  await page.goto(url);
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  return page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
};

/** A page of these paragraphs and nothing else, without style or script, at an address of its own, for as long as `work` takes. */
const withParagraphs = async (paragraphs, work) => {
  const body = "<!doctype html><meta charset=utf-8><title>x</title>" + paragraphs.map((text) => "<p>" + text.replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`)).join("");
  const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(body));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await work(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

/** First paints of a page of results; of what the browser takes for any page: the server's plainest answer, three words, and the
 * passages' mere text. */
const firstPaints = async () => {
  const paints = { first_paint_ms: [], paragraphs_first_paint_ms: [], plainest_first_paint_ms: [] };
  const found = corpus + "?q=index+du+camp";
  await withPage({ elsewhere: true }, async (page) => {
    await page.goto(found);
    const passages = await page.locator(".hit .text").allTextContents();
    await withParagraphs(passages, async (paragraphs) => {
      for (let run = 0; run < 22; run++) {
        paints.plainest_first_paint_ms.push(await firstPaint(page, corpus + "healthz"));
        paints.paragraphs_first_paint_ms.push(await firstPaint(page, paragraphs));
        paints.first_paint_ms.push(await firstPaint(page, found));
      }
    });
  });
  return paints;
};

const summary = (values) => ({ p50: quantile(values, 0.5), p95: quantile(values, 0.95) });

/** First paints; and from a key to the passages that answer it. */
const times = async () => {
  const paints = await firstPaints();
  const keys = [];
  await withPage({}, async (page) => {
    await page.goto(corpus);
    await page.evaluate(() => {
      globalThis.took = [];
      let pressed = 0;
      document.getElementById("q").addEventListener("keydown", () => { pressed = performance.now(); });
      new MutationObserver(() => { globalThis.took.push(performance.now() - pressed); })
        .observe(document.getElementById("results"), { childList: true });
    });
    // As fast as a fast typist: a key every 120 ms.
    for (const words of ["rescapes du camp ", "index inverses ", "l'elision en francais "]) {
      await page.locator("#q").fill("");
      await page.waitForTimeout(200);
      await page.evaluate(() => { globalThis.before = globalThis.took.length; });
      await page.locator("#q").pressSequentially(words, { delay: 120 });
      await page.waitForTimeout(500);
      keys.push(...await page.evaluate(() => globalThis.took.slice(globalThis.before)));
    }
  });
  const warm = Object.entries(paints).map(([name, values]) => [name, summary(values.slice(2))]);
  return { ...Object.fromEntries(warm), keystroke_to_results_ms: { keys: keys.length, ...summary(keys) } };
};

let failed = 0;
for (const [name, scenario] of Object.entries(scenarios)) {
  try {
    await scenario();
    console.log("ok    " + name);
  } catch (error) {
    failed++;
    console.log("FAILED " + name + "\n" + (error.stack ?? error));
  }
}
console.log("times " + JSON.stringify(await times()));
process.exit(failed ? 1 : 0);
