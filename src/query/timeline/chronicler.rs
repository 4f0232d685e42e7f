//! What answers one question after the other about a library: the editions and earlier answers are kept between them.
//! Starts no thread; never tells a reader anything.
use super::{Chronicle, Editions, Heat, Term};
use crate::model::Library;
use crate::query::index;
use std::collections::VecDeque;
use std::sync::{Arc, Weak};

/// So many answers are kept, with so many passages in all of them.
const KEPT: usize = 64;
const PASSAGES: usize = 2_000_000;

/// Answers about one library after the other.
#[derive(Default)]
pub struct Chronicler {
    of: Weak<Library>,
    editions: Option<Arc<Editions>>,
    heat: Option<Arc<Heat>>,
    kept: VecDeque<(bool, Arc<Chronicle>)>,
}

impl Chronicler {
    /// Forgets another library.
    fn turn_to(&mut self, library: &Arc<Library>) {
        if !Weak::ptr_eq(&self.of, &Arc::downgrade(library)) {
            *self = Self { of: Arc::downgrade(library), ..Self::default() };
        }
    }

    /// The editions of a library.
    pub fn editions(&mut self, library: &Arc<Library>) -> Arc<Editions> {
        self.turn_to(library);
        Arc::clone(self.editions.get_or_insert_with(|| Arc::new(Editions::of(library))))
    }

    /// All its countries by edition.
    pub fn heat(&mut self, library: &Arc<Library>) -> Arc<Heat> {
        let editions = self.editions(library);
        Arc::clone(self.heat.get_or_insert_with(|| Arc::new(Heat::of(library, &editions))))
    }

    /// A term by edition: the same answer as [`super::chronicle`], sooner.
    pub fn chronicle(&mut self, library: &Arc<Library>, term: &Term, predecessors: bool) -> Arc<Chronicle> {
        if let Some(known) = self.known(library, term, predecessors) {
            return known;
        }
        let editions = self.editions(library);
        let found = match term.standing() {
            Some(standing) => index::of(library).find(library, standing),
            None => None,
        };
        let answer = Arc::new(match found {
            Some(found) => Chronicle::new(term.clone(), Vec::new(), &editions, &found),
            None => super::chronicle(library, &editions, term, predecessors),
        });
        self.kept.push_back((predecessors, Arc::clone(&answer)));
        let weight = |kept: &VecDeque<(bool, Arc<Chronicle>)>| -> usize {
            kept.iter().map(|(_, answer)| answer.passages.len()).sum()
        };
        while self.kept.len() > KEPT || self.kept.len() > 1 && weight(&self.kept) > PASSAGES {
            self.kept.pop_front();
        }
        answer
    }

    /// An earlier answer.
    pub fn known(
        &mut self,
        library: &Arc<Library>,
        term: &Term,
        predecessors: bool,
    ) -> Option<Arc<Chronicle>> {
        self.turn_to(library);
        let same = |(with, answer): &&(bool, Arc<Chronicle>)| answer.term == *term && *with == predecessors;
        self.kept.iter().find(same).map(|(_, answer)| Arc::clone(answer))
    }

    /// Forgets earlier answers; what they were made of stays.
    pub fn forget(&mut self) {
        self.kept.clear();
    }
}
