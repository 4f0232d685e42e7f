//! Lists of rising numbers in few bits: their differences in Rice's code (R. F. Rice, "Some Practical Universal Noiseless
//! Coding Techniques", JPL Publication 79-22, 1979), each list with the parameter that suits it.
use std::ops::Range;

/// The bits of a list's parameter, which come first.
const PARAMETER: u32 = 5;
/// So many bytes behind the last list may be read with it.
const BEYOND: usize = 8;

/// Many lists, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Packed {
    bytes: Vec<u8>,
    /// The bits that are taken.
    bits: u32,
}

impl Packed {
    /// Puts a list behind the others: the steps from one more than each number to the next, from zero to the first.
    /// Where it ends, in bits.
    pub fn push(&mut self, steps: &[u32]) -> u32 {
        let sum: u64 = steps.iter().map(|&step| u64::from(step)).sum();
        // The parameter is the logarithm of the mean: then no list has more than two bits a step beyond it.
        let parameter = (sum / steps.len().max(1) as u64).max(1).ilog2();
        self.put(u64::from(parameter), PARAMETER);
        for &step in steps {
            let mut times = step >> parameter;
            while times >= 32 {
                self.put(0, 32);
                times -= 32;
            }
            self.put(1 << times, times + 1);
            self.put(u64::from(step) & ((1 << parameter) - 1), parameter);
        }
        self.bits
    }

    /// Takes the lowest bits of a number, at most 33.
    fn put(&mut self, number: u64, bits: u32) {
        let (at, shift) = (self.bits as usize / 8, self.bits % 8);
        self.bits += bits;
        self.bytes.resize((self.bits as usize).div_ceil(8), 0);
        for (byte, more) in self.bytes[at..].iter_mut().zip((number << shift).to_le_bytes()) {
            *byte |= more;
        }
    }

    /// No list comes any more.
    pub fn finish(&mut self) {
        self.bytes.resize(self.bytes.len() + BEYOND, 0);
        self.bytes.shrink_to_fit();
    }

    /// The bytes that they take.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity()
    }

    /// The list between two ends.
    pub fn list(&self, bits: Range<u32>) -> Unpacked<'_> {
        let mut list = Unpacked {
            bytes: &self.bytes,
            at: bits.start as usize,
            end: bits.end as usize,
            parameter: 0,
            next: 0,
        };
        list.parameter = (list.peek() & ((1 << PARAMETER) - 1)) as u32;
        list.at += PARAMETER as usize;
        list
    }
}

/// A list, read on.
pub(super) struct Unpacked<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    parameter: u32,
    /// The least that the next number can be.
    next: u32,
}

impl Unpacked<'_> {
    /// The next bits, at least 56 of them.
    fn peek(&self) -> u64 {
        let bytes = self.bytes.get(self.at / 8..).and_then(|bytes| bytes.first_chunk());
        bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes)) >> (self.at % 8)
    }
}

impl Iterator for Unpacked<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut times = 0;
        while self.at < self.end {
            let bits = self.peek();
            let zeros = bits.trailing_zeros().min(56);
            times += zeros;
            if zeros == 56 {
                self.at += 56;
                continue;
            }
            self.at += zeros as usize + 1;
            let rest = (self.peek() & ((1 << self.parameter) - 1)) as u32;
            self.at += self.parameter as usize;
            let number = self.next + (times << self.parameter | rest);
            self.next = number + 1;
            return Some(number);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lists_come_back_as_they_were(lists: Vec<Vec<(bool, u32)>>) {
            let mut packed = Packed::default();
            let mut kept = Vec::new();
            for list in &lists {
                // Mostly close together, and now and then far apart.
                let steps: Vec<u32> =
                    list.iter().map(|&(far, step)| if far { step % 500_000 } else { step % 7 }).collect();
                let begin = packed.bits;
                let end = packed.push(&steps);
                let mut next = 0;
                let numbers: Vec<u32> = steps
                    .iter()
                    .map(|step| {
                        let number = next + step;
                        next = number + 1;
                        number
                    })
                    .collect();
                kept.push((begin..end, numbers));
            }
            packed.finish();
            for (bits, numbers) in kept {
                prop_assert_eq!(packed.list(bits).collect::<Vec<_>>(), numbers);
            }
        }
    }

    #[test]
    fn what_is_common_takes_few_bits() {
        let mut packed = Packed::default();
        let every_third = vec![2; 1000];
        assert!(packed.push(&every_third) <= 3000 + PARAMETER);
        // One far away among many close ones costs two bits each at most.
        let mut steps = vec![0; 1000];
        steps[500] = 60_000;
        let before = packed.bits;
        assert!(packed.push(&steps) - before < 9_000);
    }
}
