//! Lists of passages made one. Never looks at a text.
use crate::model::{Library, Passage};

/// The passages of some lists, each of which is in the library's order, each once, in that order.
pub(super) fn merged<'a>(library: &Library, lists: impl Iterator<Item = &'a [Passage]>) -> Vec<Passage> {
    let mut lists: Vec<&[Passage]> = lists.filter(|list| !list.is_empty()).collect();
    match lists.as_slice() {
        [] => return Vec::new(),
        [only] => return only.to_vec(),
        _ => {}
    }
    // A bit for each block is sooner in order than a sort of hundreds of thousands.
    let mut starts = Vec::with_capacity(library.len());
    let mut blocks = 0_usize;
    for (_, doc) in library.iter() {
        starts.push(blocks);
        blocks += doc.blocks.len();
    }
    let many: usize = lists.iter().map(|list| list.len()).sum();
    if many < blocks / 64 {
        let mut all = lists.concat();
        all.sort_unstable();
        all.dedup();
        return all;
    }
    let mut bits = vec![0_u64; blocks / 64 + 1];
    for list in lists.drain(..) {
        for passage in list {
            let at = starts[passage.doc.0 as usize] + passage.block as usize;
            bits[at / 64] |= 1 << (at % 64);
        }
    }
    let mut all = Vec::with_capacity(many);
    let mut doc = 0;
    for (number, mut word) in bits.into_iter().enumerate() {
        while word != 0 {
            let at = number * 64 + word.trailing_zeros() as usize;
            word &= word - 1;
            while starts.get(doc + 1).is_some_and(|&next| next <= at) {
                doc += 1;
            }
            all.push(Passage { doc: crate::model::DocId(doc as u32), block: (at - starts[doc]) as u32 });
        }
    }
    all
}
