//! The addresses of many passages. Never counts a document's paragraphs anew for each of them.
use crate::model::{Address, DocId, Library, Passage};
use std::collections::HashMap;

/// So many addresses are kept, and those of the document asked about: a whole archive's take more memory than its texts.
const MOST: usize = 1 << 18;

/// The addresses of the documents that were asked about.
#[derive(Debug)]
pub struct Addresses<'a> {
    library: &'a Library,
    known: HashMap<DocId, Vec<Address>>,
    held: usize,
}

impl<'a> Addresses<'a> {
    /// Of a library; none is known yet.
    pub fn of(library: &'a Library) -> Self {
        Self { library, known: HashMap::new(), held: 0 }
    }

    /// The address of a passage.
    ///
    /// # Panics
    /// When it is of another library.
    pub fn at(&mut self, passage: Passage) -> &Address {
        let Passage { doc, block } = passage;
        if self.held > MOST && !self.known.contains_key(&doc) {
            self.known.clear();
            self.held = 0;
        }
        let (library, held) = (self.library, &mut self.held);
        let all = self.known.entry(doc).or_insert_with(|| {
            let all = library.doc(doc).addresses();
            *held += all.len();
            all
        });
        &all[block as usize]
    }
}
