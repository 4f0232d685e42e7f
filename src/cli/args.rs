//! The command line as clap reads it.
use crate::model::{CitationFormat, Day};
use crate::store::{Front, Input};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// Read yearbooks by country and year.
///
/// Without a command, on a terminal, bluebook opens the explorer on the given files and folders, or on
/// your library: what you added, and the digests of Japan's Diplomatic Bluebook that come with it. With a
/// command it prints an answer.
#[derive(Debug, Default, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    after_help = "`bluebook COMMAND --help` tells of a command and its options.",
    after_long_help = AFTER
)]
pub struct Arguments {
    /// Files and folders to open; `-` reads standard input
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    /// Open the explorer where the text that was read last was left
    #[arg(long = "continue")]
    pub resume: bool,
    #[command(flatten)]
    pub(super) meta: MetaArgs,
    /// Go by this file instead of your own config.toml
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Tell on standard error what a command does, and how long it takes; `BLUEBOOK_LOG=FILE` keeps the same of every run
    #[arg(long, global = true)]
    pub verbose: bool,
    /// For screen readers: no drawn lines, one pane at a time, the cursor on the selected line
    #[arg(long)]
    pub plain: bool,
    /// The question
    #[command(subcommand)]
    pub command: Option<Command>,
}

const AFTER: &str = "\
Addresses:
  2015-europe                a document
  2015-europe/overview       what stands under one of its headings
  2015-europe#p3             its third paragraph
  2015-europe#fn7            its footnote 7
  @kaz  @central-asia        everything on a country or a region
  @russia/2015               the same in one edition

Answers go to standard output, messages to standard error. The exit status is 0 with
answers, 1 with none, 2 on bad usage or unreadable input.
`bluebook COMMAND --help` tells of a command and its options.";

const SEARCH: &str = "\
Case and accents are set aside; a passage must have all words. Words are
whole: `treat` does not find treaty, `treat*` does. The shell takes one pair of
quotation marks off, so a phrase needs two:

  bluebook search '\"peace treaty\" -draft' --country russia --year 2012..2015
  bluebook search 'canal @uzb in:water'

A `-` turns a word, a phrase or a scope round. Several --country are
alternatives; several @places in the query must all be there. Passages come
by relevance unless --order says otherwise.";

/// What the help of `concordance` says.
const CONCORDANCE: &str = "\
The query is that of `bluebook search`, scopes and all; each match is a line,
in the documents' order unless --sort says otherwise:

  bluebook concordance '\"peace treaty\"' --sort right --country russia";

/// What the help of `notes` says.
const NOTES: &str = "\
Notes are made in the explorer: B bookmarks a passage or highlights what is selected,
A writes a note. Each is an address and the words it is about, so that it is found
again when the text has changed or lies elsewhere: ok, moved, lost. They are kept in
one file of plain lines, which goes well into version control:

  bluebook notes --path
  bluebook notes --merge colleague.jsonl
  bluebook notes @kaz --tag summit --json";

/// What the help of `config` says.
const CONFIG: &str = "\
What stands there can be changed in the file, which is yours to write:

  bluebook config > config.toml        to begin with what holds
  bluebook --config config.toml        to try it
  mv config.toml \"$(bluebook config --path)\"

What cannot be is told with file, line and key, and the explorer does not start.";

/// What the help of `keys` says.
const KEYS: &str = "\
The first column is the action's name. In config.toml, key-profile = \"less\" or
\"emacs\" begins with other keys; a [keys] table gives an action keys of your own,
and [keys.text] or another place only there:

  [keys]
  next-section = [\"]\", \"Alt-n\"]
  suspend = []";

/// What the help of `completions` says.
const COMPLETIONS: &str = "\
  mkdir -p ~/.local/share/bash-completion/completions ~/.zfunc ~/.config/fish/completions
  bluebook completions bash > ~/.local/share/bash-completion/completions/bluebook
  bluebook completions zsh > ~/.zfunc/_bluebook         a folder of your $fpath
  bluebook completions fish > ~/.config/fish/completions/bluebook.fish";

/// What the help of `man` says.
const MAN: &str = "\
  bluebook man ~/.local/share/man/man1
  man bluebook-search
  bluebook man | man -l -                 without installing anything";

/// How a note's words stand, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Standing {
    /// Where they stood
    Ok,
    /// Elsewhere, or in other words
    Moved,
    /// Nowhere in the library
    Lost,
}

impl From<Standing> for crate::query::notebook::Status {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Ok => Self::Ok,
            Standing::Moved => Self::Moved,
            Standing::Lost => Self::Lost,
        }
    }
}

/// The heading in the help of options that tell of documents.
const ABOUT: &str = "What to know of the files read";

/// A number that is not zero: none would be no answer at all.
fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("a number from 1 on".into()),
        Ok(number) => Ok(number),
    }
}

/// A path or an address, which no empty word is: a variable that is not set would otherwise name everything.
fn path(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("a path is never empty".into()) } else { Ok(text.to_owned()) }
}

/// A year, with an example where it is none.
fn year(text: &str) -> Result<i32, String> {
    text.parse().map_err(|_| "a year such as 2015".into())
}

/// What the command line says of the documents it names.
#[derive(Debug, Clone, Default, Args)]
pub struct MetaArgs {
    /// The year of their edition
    #[arg(long, value_name = "YEAR", value_parser = year, help_heading = ABOUT)]
    year: Option<i32>,
    /// Their series
    #[arg(long, value_name = "NAME", help_heading = ABOUT)]
    series: Option<String>,
    #[command(flatten)]
    rest: OtherMeta,
}

/// Facts about the documents, those left out that a search asks for.
#[derive(Debug, Clone, Default, Args)]
pub struct OtherMeta {
    /// Their title
    #[arg(long, value_name = "TITLE", help_heading = ABOUT)]
    title: Option<String>,
    /// Their language, such as en or ja
    #[arg(long, value_name = "TAG", help_heading = ABOUT)]
    language: Option<String>,
    /// Where the original is to be found
    #[arg(long, value_name = "URL", help_heading = ABOUT)]
    source: Option<String>,
}

impl OtherMeta {
    fn front(&self) -> Front {
        Front {
            title: self.title.clone(),
            language: self.language.clone(),
            source: self.source.clone(),
            ..Front::default()
        }
    }
}

impl MetaArgs {
    /// As front matter.
    pub fn front(&self) -> Front {
        Front { year: self.year, series: self.series.clone(), ..self.rest.front() }
    }
}

/// What is looked for, and where.
#[derive(Debug, Clone, Default, Args)]
pub struct Looking {
    /// Words, all of which a passage must have in any order, "phrases", prefix*, -without, regex:EXPR; and
    /// scopes: @kaz, year:2012..2015, series:, doc:, in:, subject:
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// Only passages that name this place, or in documents about it; repeatable, any will do
    #[arg(long, value_name = "PLACE")]
    pub country: Vec<String>,
    /// The same for a region and every place in it
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,
    /// Only documents about this place; repeatable, any will do
    #[arg(long, value_name = "PLACE")]
    pub subject: Vec<String>,
    /// Only these editions: 2015, 2012..2015, 2012.. or ..2015
    #[arg(long, value_name = "YEARS", value_parser = years)]
    pub year: Option<RangeInclusive<i32>>,
    /// Only series whose name has this in it
    #[arg(long, value_name = "NAME")]
    pub series: Option<String>,
    /// Only this document, by its address; repeatable, any will do
    #[arg(long, value_name = "ADDRESS")]
    pub document: Vec<String>,
    /// Only under headings that have these words
    #[arg(long, value_name = "WORDS")]
    pub heading: Option<String>,
    /// The query is a regular expression
    #[arg(long)]
    pub regex: bool,
    /// At most so many answers
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub(super) from: FromArgs,
    #[command(flatten)]
    meta: OtherMeta,
}

/// In which order hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ByOrder {
    /// The likeliest first
    #[default]
    Relevance,
    /// The newest edition first
    Year,
    /// As the library has its documents
    Document,
}

/// In which order the lines of a concordance come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum BySort {
    /// By the words before the match, read backwards from it
    Left,
    /// By the words behind the match
    Right,
    /// The newest edition first
    Year,
    /// As the library has its documents
    #[default]
    Document,
}

/// Which library a command asks.
#[derive(Debug, Clone, Default, Args)]
pub struct FromArgs {
    /// Ask this file or folder, not your library; `-` is standard input; repeatable
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    from: Vec<String>,
    /// Print JSON Lines
    #[arg(long)]
    pub json: bool,
}

/// The common part of most commands.
#[derive(Debug, Clone, Default, Args)]
pub struct Common {
    #[command(flatten)]
    pub(super) from: FromArgs,
    #[command(flatten)]
    meta: MetaArgs,
}

/// A headless command.
#[derive(Debug, Subcommand)]
#[allow(missing_docs)] // The fields' comments are the help that a reader sees.
pub enum Command {
    /// List documents and their headings
    Toc {
        #[command(flatten)]
        common: Common,
    },
    /// Print documents, parts of them, or what is said of a place
    Show {
        /// Such as 2015-russia-central-asia-caucasus#p3, or @russia/2015; none prints everything
        #[arg(value_name = "ADDRESS")]
        addresses: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Tell what is known of a place: its codes, names, region and neighbours
    Place {
        /// Names or codes, in any script
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// List the places named, the most named first
    Countries {
        #[command(flatten)]
        common: Common,
    },
    /// List where places are named, one mention a line
    Mentions {
        /// A document, a part of one, or a place; none asks the whole library
        #[arg(value_name = "ADDRESS")]
        address: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Look up places, documents and headings by a few letters
    #[command(after_help = "\
Several words fit in any order, and letters may be left out of them. Accents are set aside, and so is case in a word
without a capital. A sign makes a word stricter, here as in the explorer:

  'word    letter by letter, nothing left out
  ^word    at the beginning
  word$    at the end
  !word    not at all (!^word, !word$)

  bluebook filter \"^treaty 'water !draft\"")]
    Filter {
        /// Letters of a name, in any script
        #[arg(value_name = "QUERY", required = true)]
        query: Vec<String>,
        /// At most so many answers
        #[arg(long, value_name = "N", value_parser = at_least_one)]
        limit: Option<usize>,
        #[command(flatten)]
        common: Common,
    },
    /// Find words in the text
    #[command(after_help = SEARCH)]
    Search {
        #[command(flatten)]
        looking: Looking,
        /// In which order
        #[arg(long, value_name = "ORDER", value_enum, default_value_t, conflicts_with = "count")]
        order: ByOrder,
        /// Print only how many passages there are
        #[arg(long)]
        count: bool,
    },
    /// Find words, each with what stands left and right of it
    #[command(after_help = CONCORDANCE)]
    Concordance {
        #[command(flatten)]
        looking: Looking,
        /// In which order
        #[arg(long, value_name = "ORDER", value_enum, default_value_t)]
        sort: BySort,
        /// How many columns a line may take: those of the terminal, else 100
        #[arg(long, value_name = "N", value_parser = at_least_one)]
        width: Option<usize>,
    },
    /// Tell what changed between two texts, sections or editions of a place
    #[command(after_help = COMPARE)]
    Compare {
        /// A document, a part of one, or a place: 2015-europe, 2015-europe/overview, @russia/2013
        #[arg(value_name = "A")]
        left: String,
        /// What it became; left out, A is compared with its like in the edition before
        #[arg(value_name = "B")]
        right: Option<String>,
        /// Print what is the same, too
        #[arg(long)]
        all: bool,
        /// Leave out changes of nothing but punctuation, case and white space
        #[arg(long)]
        hide_slight: bool,
        /// Leave out changes of mere wording as well: names and figures are the same
        #[arg(long)]
        hide_rewording: bool,
        #[command(flatten)]
        common: Common,
    },
    /// List what you noted, and where its words stand now
    #[command(after_help = NOTES)]
    Notes {
        /// Only in this document or section, or about this place: 2015-europe, @kaz, @kaz/2015
        #[arg(value_name = "ADDRESS")]
        address: Option<String>,
        /// Only with this tag
        #[arg(long, value_name = "TAG")]
        tag: Option<String>,
        /// Only those whose words stand where they stood, elsewhere, or nowhere
        #[arg(long, value_name = "STATUS")]
        status: Option<Standing>,
        /// Take the notes of another notebook in; of each note the newer version is kept
        #[arg(long, value_name = "FILE", conflicts_with_all = ["address", "tag", "status"])]
        merge: Vec<PathBuf>,
        /// Tell where the notebook is
        #[arg(long, conflicts_with_all = ["address", "tag", "status", "merge"])]
        path: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Cite documents and places in them: Chicago, APA, BibTeX, RIS, CSL-JSON
    #[command(after_help = CITE)]
    Cite {
        /// Such as 2015-russia-central-asia-caucasus#p3, or @russia/2015 for the documents that name it
        #[arg(value_name = "ADDRESS", required = true)]
        addresses: Vec<String>,
        /// The style, or the format of a reference manager
        #[arg(long, value_name = "FORMAT", default_value = "chicago", value_parser = citation_format())]
        format: CitationFormat,
        /// The day on which you read it; left out, today in UTC
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        accessed: Option<Day>,
        #[command(flatten)]
        common: Common,
    },
    /// Tell what is said first in an edition, what is no longer said, and what became of the headings
    #[command(after_help = CHANGES)]
    Changes {
        /// Only what is said of this place or region: @kaz, @central-asia
        #[arg(value_name = "PLACE")]
        place: Option<String>,
        /// The last of the earlier editions; else that before the later ones
        #[arg(long, value_name = "YEAR", value_parser = year)]
        from_year: Option<i32>,
        /// The last of the later editions; else the newest
        #[arg(long, value_name = "YEAR", value_parser = year)]
        to_year: Option<i32>,
        /// At most so many of each kind
        #[arg(long, value_name = "N", value_parser = at_least_one)]
        limit: Option<usize>,
        #[command(flatten)]
        common: Common,
    },
    /// Count terms by edition: how often each year says them, and out of how much
    #[command(after_help = TIMELINE)]
    Timeline {
        /// Words that stand together, a beginning as econom*, or a place with its @
        #[arg(value_name = "TERM", required = true)]
        terms: Vec<String>,
        /// For every 10,000 words of the edition as well; the bars go by it
        #[arg(long = "per-10000")]
        rate: bool,
        /// Only these years: 2012..2015, 2012.. or ..2015
        #[arg(long, value_name = "YEARS", value_parser = years)]
        years: Option<RangeInclusive<i32>>,
        /// Count with a state those that it came after, as Zaire with @cod
        #[arg(long)]
        with_predecessors: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Add files and folders to the library; the files stay where they are
    #[command(after_help = "\
What is said of the files here (--year and the rest) is remembered with them. Adding a file again takes
note of its new content. `bluebook` without a path then opens the library.")]
    Add {
        /// Files and folders
        #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, value_parser = path, required_unless_present = "built_in")]
        paths: Vec<String>,
        /// Take the digests that come with bluebook into the library again
        #[arg(long)]
        built_in: bool,
        #[command(flatten)]
        meta: MetaArgs,
    },
    /// Take files out of the library; nothing is deleted on disk
    Remove {
        /// Files, folders, or addresses of documents
        #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, value_parser = path, required_unless_present = "built_in")]
        paths: Vec<String>,
        /// Take the digests that come with bluebook out
        #[arg(long)]
        built_in: bool,
    },
    /// List what the library holds, and what has changed on disk
    Library {
        /// Print JSON Lines
        #[arg(long)]
        json: bool,
    },
    /// Open a short guide to the program; away from a terminal, print it
    Tour,
    /// Print the configuration that holds, as a file of its own with comments
    #[command(after_help = CONFIG)]
    Config {
        /// Only print where the file is looked for
        #[arg(long)]
        path: bool,
    },
    /// List the keys that hold: those of the profile, and your own
    #[command(after_help = KEYS)]
    Keys {
        /// Print JSON Lines
        #[arg(long)]
        json: bool,
    },
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// The shell
        #[arg(value_name = "SHELL", value_enum)]
        shell: Shell,
    },
    /// Print the manual page, or write the pages of all commands to a folder
    #[command(after_help = MAN)]
    Man {
        /// Where they are to be written; it is made where there is none
        #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
        folder: Option<PathBuf>,
    },
    /// Tell how well files were read: their format, how much of their text, and what was odd
    Doctor {
        /// Files and folders; none asks the library
        #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
        paths: Vec<String>,
        /// Print JSON Lines
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        meta: MetaArgs,
    },
}

/// What stands under the help of `compare`.
const COMPARE: &str = "\
Paragraphs are aligned first, those that were moved too, then words within them. [-gone-] stands in A alone, {+new+}
in B alone. Paragraphs of one \"Field: value\" are compared by their field, and figures as figures.

  bluebook compare @russia/2013 @russia/2014
  bluebook compare 2015-russia-central-asia-caucasus       with the edition before";

/// What stands under the help of `cite`.
const CITE: &str = "\
A document has one citation, however many of its places are addressed.

  chicago    two lines: the full note, with the places cited; the bibliography's entry
  apa        two lines: what stands in the text; the entry of the list of references
  bibtex     an entry in UTF-8, with the fields url and urldate
  ris        a record
  csl-json   an array of items

What is guessed, such as a year that only a path tells, stands in brackets with a question mark; what
nobody says is left out. A digest is cited as a digest of its source.

  bluebook cite 2015-europe/overview '2015-europe#p7'
  bluebook cite @kaz/2024 --format bibtex > kazakhstan.bib";

/// Reads a day.
fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "a day such as 2026-11-22".into())
}

/// Reads a way of writing citations, which the help lists.
fn citation_format() -> impl TypedValueParser<Value = CitationFormat> {
    PossibleValuesParser::new(CitationFormat::NAMES)
        .map(|name| CitationFormat::named(&name).unwrap_or_default())
}
/// What stands under the help of `changes`.
const CHANGES: &str = "\
Without years the newest edition is held against all before it. Phrases are of two to five words that no sign parts and
no article or preposition ends; they stand twice at least, or in capitals, as names of treaties do. They are weighed by
the log-likelihood ratio of their counts (Dunning 1993). Of Japanese they are runs of kanji and katakana.

Nothing counts as gone that the later editions could not have: only texts that have their like there are missed.

  bluebook changes --from-year 2013 --to-year 2015
  bluebook changes @kaz --json

A line of --json: {\"kind\": name, heading or phrase, \"status\": first (said), last (said), came, went, moved or
renamed, \"text\", \"other\": the words or the place it had, \"year\" and \"last\": its first and last edition,
\"count\", \"documents\", \"editions\", \"address\": where it stands first, or stood last}.";
/// What stands under the help of `timeline`.
const TIMELINE: &str = "\
Each line is a year of which the library has an edition; a year without one is a gap and no zero. What is counted are
passages: those that have the words, as `bluebook search '\"peace treaty\"'` finds them, or that name the place or one
in it, as its dossier has them. The documents are those of the year in which the term stands, the words all of the
year's editions. Each argument is a term of its own:

  bluebook timeline 'peace treaty' @russia --years 2010..
  bluebook timeline @cod --with-predecessors --per-10000";

/// Reads a range of years.
fn years(text: &str) -> Result<RangeInclusive<i32>, String> {
    crate::query::search::years(text).map_err(|error| error.to_string())
}

impl Command {
    /// Which library is asked, and how the answer is printed; `None` where a command names its own files.
    pub fn from(&self) -> Option<&FromArgs> {
        match self {
            Self::Toc { common }
            | Self::Show { common, .. }
            | Self::Place { common, .. }
            | Self::Countries { common }
            | Self::Mentions { common, .. }
            | Self::Filter { common, .. }
            | Self::Compare { common, .. }
            | Self::Cite { common, .. }
            | Self::Changes { common, .. }
            | Self::Notes { common, .. }
            | Self::Timeline { common, .. } => Some(&common.from),
            Self::Search { looking, .. } | Self::Concordance { looking, .. } => Some(&looking.from),
            Self::Add { .. }
            | Self::Remove { .. }
            | Self::Library { .. }
            | Self::Config { .. }
            | Self::Keys { .. }
            | Self::Completions { .. }
            | Self::Man { .. }
            | Self::Doctor { .. }
            | Self::Tour => None,
        }
    }
}

impl Arguments {
    /// The files, folders and standard input that the library is to be read from; none is the reader's own library.
    pub fn inputs(&self) -> Vec<Input> {
        let from = match &self.command {
            Some(Command::Add { paths, .. } | Command::Doctor { paths, .. }) => paths,
            Some(command) => command.from().map_or(&[][..], |from| &from.from),
            None => &[],
        };
        let mut inputs: Vec<Input> = Vec::new();
        for input in self.paths.iter().chain(from).map(|name| Input::from(name.as_str())) {
            // Standard input can be read but once.
            if input != Input::Stdin || !inputs.contains(&input) {
                inputs.push(input);
            }
        }
        inputs
    }

    /// What the command line says of the documents.
    pub fn front(&self) -> Front {
        match &self.command {
            None => self.meta.front(),
            Some(Command::Add { meta, .. } | Command::Doctor { meta, .. }) => meta.front(),
            Some(
                Command::Remove { .. }
                | Command::Library { .. }
                | Command::Config { .. }
                | Command::Keys { .. }
                | Command::Completions { .. }
                | Command::Man { .. }
                | Command::Tour,
            ) => Front::default(),
            Some(Command::Search { looking, .. } | Command::Concordance { looking, .. }) => {
                looking.meta.front()
            }
            Some(
                Command::Toc { common }
                | Command::Show { common, .. }
                | Command::Place { common, .. }
                | Command::Countries { common }
                | Command::Mentions { common, .. }
                | Command::Filter { common, .. }
                | Command::Compare { common, .. }
                | Command::Cite { common, .. }
                | Command::Changes { common, .. }
                | Command::Notes { common, .. }
                | Command::Timeline { common, .. },
            ) => common.meta.front(),
        }
    }
}
