//! Random numbers that are the same on every machine and in every run.

/// SplitMix64: Steele, Lea & Flood, «Fast splittable pseudorandom number generators», OOPSLA 2014, figure 14,
/// constants of its `mix64variant13`. Period 2⁶⁴, far beyond what a comparison draws (some 10⁹ at most).
#[derive(Debug, Clone)]
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`: the top of a product of 128 bits (Lemire, ACM TOMACS 29, 2019), without his
    /// rejection, so that its bias is below `bound` ÷ 2⁶⁴. 0 for a bound of 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::SplitMix64;

    /// The first figures for seed 1234567, as published with the reference implementation
    /// (<https://prng.di.unimi.it/splitmix64.c>, Rosetta Code's «Pseudo-random numbers/Splitmix64»).
    #[test]
    fn it_agrees_with_the_reference() {
        let mut random = SplitMix64::new(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn bounds_are_kept_and_reached() {
        let mut random = SplitMix64::new(1);
        let mut seen = [0; 3];
        (0..3000).for_each(|_| seen[random.below(3)] += 1);
        assert!(seen.iter().all(|n| (900..1100).contains(n)), "{seen:?}");
        assert_eq!(random.below(0), 0);
    }
}
