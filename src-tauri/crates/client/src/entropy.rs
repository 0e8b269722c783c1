//! The port to chance: ids, nonces, tokens, jitter.

use uuid::{Builder, Uuid};

/// Gives random bits. Tests and simulations put one that follows a seed in its place; all else is derived from its bits.
pub trait Entropy: Send + Sync + 'static {
    /// 128 random bits. Good enough for a secret only if the source is: [`SystemEntropy`] is.
    fn bits(&self) -> u128;

    /// A fresh version 4 UUID as text, `67e55044-10b1-426f-9247-bb680e5fe0c8` for instance.
    fn uuid(&self) -> String {
        Builder::from_random_bytes(self.bits().to_be_bytes()).into_uuid().to_string()
    }

    /// A number from 0 up to, but not including, 1.
    fn fraction(&self) -> f64 {
        const BITS: u32 = 53;
        let bits = self.bits() & ((1 << BITS) - 1);
        #[allow(clippy::cast_precision_loss)] // 53 bits fit
        let fraction = bits as f64 / (1u64 << BITS) as f64;
        fraction
    }
}

/// The operating system's source.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn bits(&self) -> u128 {
        // Six bits of a version 4 UUID are always the same; the second one, turned by half, covers them.
        Uuid::new_v4().as_u128() ^ Uuid::new_v4().as_u128().rotate_left(64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u128);

    impl Entropy for Fixed {
        fn bits(&self) -> u128 {
            self.0
        }
    }

    #[test]
    fn uuid_of_given_bits_is_version_4_and_repeats() {
        assert_eq!(Fixed(0).uuid(), "00000000-0000-4000-8000-000000000000");
        assert_eq!(Fixed(u128::MAX).uuid(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    #[test]
    #[allow(clippy::float_cmp)]
    fn fraction_is_from_0_to_below_1() {
        assert_eq!(Fixed(0).fraction(), 0.0);
        assert!((0.99..1.0).contains(&Fixed(u128::MAX).fraction()));
        assert_eq!(Fixed(1 << 52).fraction(), 0.5);
    }

    #[test]
    fn bits_of_the_system_are_all_random() {
        let (mut ones, mut zeros) = (0, 0);
        for _ in 0..200 {
            let bits = SystemEntropy.bits();
            ones |= bits;
            zeros |= !bits;
        }
        assert_eq!((ones, zeros), (u128::MAX, u128::MAX));
    }
}
