//! Which paragraphs of two sides belong together: the same words first, then the likeliest. What keeps its order is
//! where it was; what does not was moved.
use super::words::Tokens;
use std::collections::HashMap;

/// A paragraph of the left side, for one of the right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub left: usize,
    /// Whether it stands in another order among the others.
    pub moved: bool,
}

/// So alike must two paragraphs be wherever they stand, 0 to 1.
const ALIKE: f32 = 0.5;
/// And so alike where their neighbours belong together.
const BETWEEN: f32 = 0.25;
/// A word that stands in more paragraphs than this leads to no candidate.
const COMMON: usize = 24;
/// So many pairs of a gap are tried, no more.
const TRIED: usize = 40_000;

/// How much each word tells, and how much there is in each paragraph.
struct Scale {
    weights: Vec<f32>,
    left: Vec<f32>,
    right: Vec<f32>,
    /// The words of each paragraph in the order of their numbers.
    sorted: [Vec<Vec<u32>>; 2],
}

/// For each paragraph of the right side that of the left to which it belongs. The same pairs whichever side is the
/// left one.
pub(super) fn align(from: &[Tokens], to: &[Tokens]) -> Vec<Option<Pair>> {
    let order = |side: &[Tokens]| side.iter().map(|tokens| tokens.hash).collect::<Vec<_>>();
    if order(from) <= order(to) {
        return one_way(from, to);
    }
    let mut pairs = vec![None; to.len()];
    for (l, pair) in one_way(to, from).into_iter().enumerate() {
        if let Some(Pair { left: r, moved }) = pair {
            pairs[r] = Some(Pair { left: l, moved });
        }
    }
    pairs
}

fn one_way(from: &[Tokens], to: &[Tokens]) -> Vec<Option<Pair>> {
    let mut pairs: Vec<Option<usize>> = vec![None; to.len()];
    let mut taken: Vec<Option<usize>> = vec![None; from.len()];
    same_words(from, to, &mut pairs, &mut taken);
    same_fields(from, to, &mut pairs, &mut taken);
    let scale = Scale::new(from, to);
    likeliest(from, to, &scale, &mut pairs, &mut taken);
    between_neighbours(from, to, &scale, &mut pairs, &mut taken);
    let kept = in_order(&pairs, to);
    pairs.into_iter().enumerate().map(|(r, left)| left.map(|left| Pair { left, moved: !kept[r] })).collect()
}

/// Paragraphs that are word for word the same. Where several are, those in one order go together.
fn same_words(from: &[Tokens], to: &[Tokens], pairs: &mut [Option<usize>], taken: &mut [Option<usize>]) {
    let hashes = |side: &[Tokens]| side.iter().map(|tokens| tokens.hash).collect::<Vec<_>>();
    let (left, right) = (hashes(from), hashes(to));
    for (l, r) in super::words::in_common(&left, &right) {
        pairs[r] = Some(l);
        taken[l] = Some(r);
    }
    let mut free: HashMap<u64, Vec<usize>> = HashMap::new();
    for l in (0..from.len()).rev().filter(|&l| taken[l].is_none()) {
        free.entry(left[l]).or_default().push(l);
    }
    for r in 0..to.len() {
        if pairs[r].is_none()
            && let Some(l) = free.get_mut(&right[r]).and_then(Vec::pop)
        {
            pairs[r] = Some(l);
            taken[l] = Some(r);
        }
    }
}

/// "Population: 17 million" belongs to "Population: 19 million", whatever else is alike: fields that each side has
/// once.
fn same_fields(from: &[Tokens], to: &[Tokens], pairs: &mut [Option<usize>], taken: &mut [Option<usize>]) {
    let once = |side: &[Tokens]| {
        let mut fields: HashMap<u64, Option<usize>> = HashMap::new();
        for (at, tokens) in side.iter().enumerate() {
            if let Some(field) = tokens.field {
                fields.entry(field).and_modify(|at| *at = None).or_insert(Some(at));
            }
        }
        fields
    };
    let left = once(from);
    for (field, r) in once(to) {
        if let (Some(Some(l)), Some(r)) = (left.get(&field), r)
            && pairs[r].is_none()
            && taken[*l].is_none()
        {
            pairs[r] = Some(*l);
            taken[*l] = Some(r);
        }
    }
}

impl Scale {
    fn new(from: &[Tokens], to: &[Tokens]) -> Self {
        let top = from.iter().chain(to).flat_map(|tokens| tokens.words.iter()).max().map_or(0, |&id| id + 1);
        let mut having = vec![0_u32; top as usize];
        let mut last = vec![u32::MAX; top as usize];
        for (number, tokens) in (0_u32..).zip(from.iter().chain(to)) {
            for &word in &tokens.words {
                if last[word as usize] != number {
                    last[word as usize] = number;
                    having[word as usize] += 1;
                }
            }
        }
        // Words that stand in few paragraphs tell more (inverse document frequency).
        let all = (from.len() + to.len()) as f32;
        let weights: Vec<f32> = having.iter().map(|&many| (1.0 + all / many.max(1) as f32).ln()).collect();
        let sum = |side: &[Tokens]| -> Vec<f32> {
            side.iter().map(|tokens| tokens.words.iter().map(|&word| weights[word as usize]).sum()).collect()
        };
        let (left, right) = (sum(from), sum(to));
        let sorted = [from, to].map(|side| {
            let words = |tokens: &Tokens| {
                let mut words = tokens.words.clone();
                words.sort_unstable();
                words
            };
            side.iter().map(words).collect()
        });
        Self { weights, left, right, sorted }
    }

    /// How alike two paragraphs are: the weight of the words that both have, as often as both have them, of the
    /// weight of all (Dice's coefficient).
    fn alike(&self, (l, from): (usize, &Tokens), (r, to): (usize, &Tokens)) -> f32 {
        let all = self.left[l] + self.right[r];
        if all == 0.0 {
            return if from.ids == to.ids { 1.0 } else { 0.0 };
        }
        let (left, right) = (&self.sorted[0][l], &self.sorted[1][r]);
        let (mut i, mut j, mut both) = (0, 0, 0.0);
        while let (Some(one), Some(other)) = (left.get(i), right.get(j)) {
            if one == other {
                both += self.weights[*one as usize];
            }
            i += usize::from(one <= other);
            j += usize::from(other <= one);
        }
        2.0 * both / all
    }
}

/// Pairs of what is left, the likest first, wherever they stand.
fn likeliest(
    from: &[Tokens],
    to: &[Tokens],
    scale: &Scale,
    pairs: &mut [Option<usize>],
    taken: &mut [Option<usize>],
) {
    let mut with: HashMap<u32, Vec<usize>> = HashMap::new();
    for l in (0..from.len()).filter(|&l| taken[l].is_none()) {
        let mut words = from[l].words.clone();
        words.sort_unstable();
        words.dedup();
        for word in words {
            with.entry(word).or_default().push(l);
        }
    }
    with.retain(|_, paragraphs| paragraphs.len() <= COMMON);
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    let mut shared = HashMap::new();
    for r in (0..to.len()).filter(|&r| pairs[r].is_none()) {
        shared.clear();
        let mut words = to[r].words.clone();
        words.sort_unstable();
        words.dedup();
        for word in words {
            for &l in with.get(&word).into_iter().flatten() {
                *shared.entry(l).or_insert(0.0_f32) += scale.weights[word as usize];
            }
        }
        // Those that share the rarest words are worth a closer look.
        let mut candidates: Vec<(usize, f32)> = shared.iter().map(|(&l, &weight)| (l, weight)).collect();
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (l, _) in candidates.into_iter().take(12) {
            let alike = scale.alike((l, &from[l]), (r, &to[r]));
            if alike >= ALIKE && from[l].field == to[r].field {
                found.push((alike, l, r));
            }
        }
    }
    // Of equals, those that keep their place.
    let shift = |l: usize, r: usize| (l as f32 / from.len() as f32 - r as f32 / to.len() as f32).abs();
    found.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| shift(a.1, a.2).total_cmp(&shift(b.1, b.2)))
            .then((a.1, a.2).cmp(&(b.1, b.2)))
    });
    for (_, l, r) in found {
        if taken[l].is_none() && pairs[r].is_none() {
            pairs[r] = Some(l);
            taken[l] = Some(r);
        }
    }
}

/// Pairs in the gaps between paragraphs that belong together: there less likeness is enough. The order is kept, and
/// the sum of the likeness is the greatest there is.
fn between_neighbours(
    from: &[Tokens],
    to: &[Tokens],
    scale: &Scale,
    pairs: &mut [Option<usize>],
    taken: &mut [Option<usize>],
) {
    let kept = in_order(pairs, to);
    let mut anchors: Vec<(usize, usize)> =
        (0..to.len()).filter(|&r| kept[r]).filter_map(|r| Some((pairs[r]?, r))).collect();
    anchors.push((from.len(), to.len()));
    let (mut l, mut r) = (0, 0);
    for (left, right) in anchors {
        let lefts: Vec<usize> = (l..left).filter(|&l| taken[l].is_none()).collect();
        let rights: Vec<usize> = (r..right).filter(|&r| pairs[r].is_none()).collect();
        (l, r) = (left + 1, right + 1);
        if lefts.is_empty() || rights.is_empty() || lefts.len() * rights.len() > TRIED {
            continue;
        }
        let wide = rights.len() + 1;
        let mut best = vec![0.0_f32; (lefts.len() + 1) * wide];
        let mut alike = vec![0.0_f32; lefts.len() * rights.len()];
        for (i, &l) in lefts.iter().enumerate().rev() {
            for (j, &r) in rights.iter().enumerate().rev() {
                let fits = from[l].field == to[r].field;
                let here = if fits { scale.alike((l, &from[l]), (r, &to[r])) } else { 0.0 };
                alike[i * rights.len() + j] = here;
                let take = if here >= BETWEEN { here + best[(i + 1) * wide + j + 1] } else { 0.0 };
                best[i * wide + j] = take.max(best[(i + 1) * wide + j]).max(best[i * wide + j + 1]);
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < lefts.len() && j < rights.len() {
            let here = alike[i * rights.len() + j];
            let now = best[i * wide + j];
            if here >= BETWEEN && now <= here + best[(i + 1) * wide + j + 1] {
                pairs[rights[j]] = Some(lefts[i]);
                taken[lefts[i]] = Some(rights[j]);
                (i, j) = (i + 1, j + 1);
            } else if now <= best[(i + 1) * wide + j] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
}

/// Which pairs keep their order among each other: those of the most letters that do (the heaviest increasing
/// subsequence).
fn in_order(pairs: &[Option<usize>], to: &[Tokens]) -> Vec<bool> {
    let paired: Vec<(usize, usize)> =
        pairs.iter().enumerate().filter_map(|(r, left)| Some(((*left)?, r))).collect();
    // A Fenwick tree over the left side: the heaviest chain that ends at or before each place.
    let top = paired.iter().map(|(l, _)| l + 2).max().unwrap_or(1);
    let mut tree: Vec<(u64, usize)> = vec![(0, usize::MAX); top + 1];
    let mut before = vec![usize::MAX; paired.len()];
    let mut chain = (0, usize::MAX);
    for (number, &(l, r)) in paired.iter().enumerate() {
        let (mut at, mut best) = (l, (0, usize::MAX));
        while at > 0 {
            if tree[at].0 > best.0 {
                best = tree[at];
            }
            at -= at & at.wrapping_neg();
        }
        before[number] = best.1;
        let weight = best.0 + 1 + to[r].letters() as u64;
        let mut at = l + 1;
        while at < tree.len() {
            if tree[at].0 < weight {
                tree[at] = (weight, number);
            }
            at += at & at.wrapping_neg();
        }
        if weight > chain.0 {
            chain = (weight, number);
        }
    }
    let mut kept = vec![false; pairs.len()];
    let mut at = chain.1;
    while at != usize::MAX {
        kept[paired[at].1] = true;
        at = before[at];
    }
    kept
}
