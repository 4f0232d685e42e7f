//! Words of the program that speak of keys: which key it is comes from the keys that hold, never from the words.
use super::{Action, Context, Keymap};

impl Keymap {
    /// Words in which `{action}` stands for the key of that action in a context, and `{place/action}` for its key in
    /// that place: each is replaced with the key's name. Braces around anything else stay as they are.
    pub fn told(&self, context: Context, words: &str) -> String {
        let mut told = String::with_capacity(words.len());
        let mut rest = words;
        while let Some(begin) = rest.find('{') {
            let (before, behind) = rest.split_at(begin);
            told.push_str(before);
            let inside = behind[1..].split_once('}').map(|(inside, _)| inside);
            let meant = inside.and_then(|inside| Some((inside, named(context, inside)?)));
            if let Some((inside, (context, action))) = meant {
                told.push_str(&self.name_of(context, action));
                rest = &behind[inside.len() + 2..];
            } else {
                told.push('{');
                rest = &behind[1..];
            }
        }
        told + rest
    }
}

/// What is meant between two braces.
fn named(context: Context, inside: &str) -> Option<(Context, Action)> {
    match inside.split_once('/') {
        None => Some((context, Action::named(inside)?)),
        Some((place, action)) => {
            let place = Context::ALL.iter().find(|context| context.name() == place)?;
            Some((*place, Action::named(action)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_named_as_they_hold() {
        let keys = Keymap::default();
        let told = keys.told(Context::List, "{filter} filters, {hits/facets} counts; {help} shows all.");
        assert_eq!(told, "/ filters, f counts; ? shows all.");
        for plain in ["", "[-gone-] {+new+}", "{", "{}", "{no-such-key}", "{tree/no-such-key} }{"] {
            assert_eq!(keys.told(Context::List, plain), plain);
        }
        // Where it has no key, the name by which the action is called all the same.
        assert_eq!(keys.told(Context::Note, "{facets}"), "facets");
    }
}
