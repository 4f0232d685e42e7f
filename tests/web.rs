//! Web pages and electronic books to documents: what is text, what is furniture, and what would do harm.
use bluebook::import::{Format, Report, examine, parse, written};
use bluebook::model::{BlockKind, Document, Evidence, SpanKind};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Imports a page, checks what holds for every document, and hands it over.
#[track_caller]
fn page(html: &str) -> Document {
    let document = parse(Format::Html, html.as_bytes()).expect(html);
    sound(&document);
    document
}

fn examined(html: &str) -> (Document, Report) {
    examine(Format::Html, html.as_bytes()).expect(html)
}

/// What holds for every document.
#[track_caller]
fn sound(document: &Document) {
    let text = &document.text;
    let mut end = 0;
    for block in &document.blocks {
        let range = block.range();
        assert!(end <= range.start && range.start < range.end, "{range:?} after {end}");
        assert!(text.get(range.clone()).is_some(), "{range:?} cuts a character");
        assert!(text[end..range.start].trim().is_empty(), "text lies in no block");
        end = range.end;
    }
    assert!(text[end..].trim().is_empty(), "text lies in no block");
    assert!(document.spans.is_sorted_by_key(|span| span.start));
    for span in &document.spans {
        assert!(text.get(span.start as usize..span.end as usize).is_some_and(|text| !text.is_empty()));
    }
    for note in &document.notes {
        assert_eq!(document.blocks[note.block as usize].kind, BlockKind::Footnote);
    }
    for anchor in &document.anchors {
        assert!((anchor.block as usize) < document.blocks.len().max(1));
    }
    assert!(document.pages.is_sorted_by_key(|page| page.start));
    assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
}

/// A document as lines: what each block is, and its words with what is special about them.
fn sketch(document: &Document) -> Vec<String> {
    let blocks = document.blocks.iter().map(|block| {
        let kind = match block.kind {
            BlockKind::Title => "T".into(),
            BlockKind::Heading(level) => format!("H{level}"),
            BlockKind::Paragraph => "p".into(),
            BlockKind::Item(depth, None) => format!("i{depth}"),
            BlockKind::Item(depth, Some(number)) => format!("i{depth}.{number}"),
            BlockKind::Row(true) => "head".into(),
            BlockKind::Row(false) => "row".into(),
            BlockKind::Footnote => "f".into(),
            BlockKind::Quote => "q".into(),
        };
        let mut signs: Vec<(usize, usize, String)> = Vec::new();
        for span in document.spans_in(block.range()) {
            let (open, close) = match span.kind {
                SpanKind::Emphasis => ("_".into(), "_".into()),
                SpanKind::Strong => ("*".into(), "*".into()),
                SpanKind::Code => ("`".into(), "`".into()),
                SpanKind::NoteMark(note) => (format!("{{{note}:"), "}".into()),
                SpanKind::NoteLabel(note) => (format!("<{note}:"), ">".into()),
                SpanKind::Link(link) => {
                    ("[".to_owned(), format!("]({})", document.links[usize::from(link)].target))
                }
            };
            signs.push((span.start as usize, 1, open));
            signs.push((span.end as usize, 0, close));
        }
        signs.sort_by_key(|(at, opens, _)| (*at, *opens));
        let mut line = format!("{kind} ");
        let mut at = block.start as usize;
        for (sign, _, words) in signs {
            line.push_str(&document.text[at..sign]);
            line.push_str(&words);
            at = sign;
        }
        line.push_str(&document.text[at..block.end as usize]);
        line.replace('\n', "/").replace('\t', "|")
    });
    blocks.collect()
}

#[track_caller]
fn assert_page(html: &str, wanted: &[&str]) {
    assert_eq!(sketch(&page(html)), wanted, "{html}");
}

#[test]
fn blocks_are_what_their_tags_say() {
    for (html, wanted) in [
        ("<p>One <p>two", &["p One", "p two"][..]),
        ("plain words", &["p plain words"]),
        ("<h2>A</h2><p>x</p><h3>B</h3>", &["H2 A", "p x", "H3 B"]),
        ("<h1>Title</h1><h2>A</h2><p>x", &["T Title", "H1 A", "p x"]),
        ("<div role=heading aria-level=3>A</div>x", &["H3 A", "p x"]),
        ("<H2>Upper<BR>case</H2><P ALIGN=center>x", &["H2 Upper case", "p x"]),
        ("<h2>Never closed<h3>nor this<p>x", &["H2 Never closed", "H3 nor this x"]),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", &["i0 a", "i0 b", "i1 c", "i0 d", "p e"]),
        ("<ol start=3><li>a<li><p>b<p>c</ol>", &["i0.3 a", "i0.4 b", "p c"]),
        ("<ol><li value=5>a<li>b</ol>", &["i0.5 a", "i0.6 b"]),
        (
            "<ol reversed><li>a<ul><li>x</ul><li>b<li value=9>c<li>d</ol>",
            &["i0.4 a", "i1 x", "i0.3 b", "i0.9 c", "i0.8 d"],
        ),
        ("<ol reversed start=1><li>a<li>b<li>c</ol>", &["i0.1 a", "i0.0 b", "i0 c"]),
        ("<ol reversed type=a><li>a<li>b</ol>", &["i0 b. a", "i0 a. b"]),
        ("<ol start=18446744073709551615><li>a<li>b</ol>", &["i0 a", "i0 b"]),
        (
            "<ol type=i start=18446744073709551615><li>a<li>b</ol>",
            &["i0 18446744073709551615. a", "i0 18446744073709551615. b"],
        ),
        ("<ol type=a><li>x<li>y</ol><ol type=I><li>z</ol>", &["i0 a. x", "i0 b. y", "i0 I. z"]),
        (
            "<dl><dt>Term<dd>meaning<dt>More<dd>of it</dl>",
            &["p *Term*", "i0 meaning", "p *More*", "i0 of it"],
        ),
        ("<blockquote><p>a<p>b</blockquote>c", &["q a", "q b", "p c"]),
        ("<pre>\none\n  two\n\nthree</pre>", &["p one/  two", "p three"]),
        ("<pre><b>let</b> <i>it</i>\n \nbe</pre>", &["p *let* _it_", "p be"]),
        ("a<br>b<br><br>c", &["p a/b", "p c"]),
        ("a<hr>b", &["p a", "p b"]),
        ("<center><font size=2>a</font></center>b", &["p a", "p b"]),
        ("<figure><img src=x.png alt='A sea'><figcaption>A sea</figcaption></figure>", &["p A sea"]),
        ("<p>See <img alt='the map of roads' src=x> now", &["p See [the map of roads] now"]),
        ("<p>a<img alt=spacer><img alt='x.gif'><img alt=''>b", &["p ab"]),
        ("<details><summary>More</summary><p>x</details>", &["p More", "p x"]),
        ("<frameset><frame src=a><noframes><p>words</noframes></frameset>", &["p words"]),
        ("<p>a</p></div></b>stray</p>b", &["p a", "p strayb"]),
        ("<li>an item of no list<p>x", &["i0 an item of no list", "p x"]),
    ] {
        assert_page(html, wanted);
    }
}

#[test]
fn words_keep_what_is_special_about_them() {
    for (html, wanted) in [
        ("a <b>b</b> <em>c</em> <code>d</code>", "p a *b* _c_ `d`"),
        ("<b>a <i>b</b> c</i> d", "p *a _b*_ c d"),
        ("<b>a <b>b</b> c</b>", "p *a b c*"),
        ("<q>a</q>", "p “a”"),
        ("10<sup>6</sup> km<sup>2</sup>, 1<sup>st</sup>, CO<sub>2</sub>", "p 10⁶ km², 1st, CO2"),
        ("<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>", "p 漢字(かんじ)"),
        ("a&amp;b &eacute; &#x2014; &#27;[31mred &nosuch; &lt;p&gt;", "p a&b é — red &nosuch; <p>"),
        ("&#xD800;&#1114112;&#128;", "p \u{fffd}\u{fffd}€"),
        ("<a href=' x.html '>a</a> <a href='javascript:b()'>b</a> <a>c</a>", "p [a](x.html) b c"),
        ("<a href=/a>one <a href=/b>two</a>", "p [one](/a) [two](/b)"),
        ("wo<wbr>rd, soft&shy;ly, a&nbsp;b", "p word, softly, a\u{a0}b"),
        ("<textarea>x</textarea><select><option>y</select><button>z</button>w", "p w"),
        ("a<script>if (1 < 2) '<p>no</p>'</script><style>p{}</style><!-- no -->b", "p ab"),
    ] {
        assert_page(html, &[wanted]);
    }
}

#[test]
fn tables_of_data_are_rows_and_the_others_flow() {
    for (html, wanted) in [
        (
            "<table><caption>Trade</caption><tr><th>Year<th>Sum<tr><td>2014<td>1<tr><td>2015<td>2</table>",
            &["p Trade", "head Year|Sum", "row 2014|1", "row 2015|2"][..],
        ),
        (
            "<table><tr><th rowspan=2>A<th colspan=2>B<th>C<tr><th>x<th>y<th>z<tr><td>1<td>2<td>3<td>4</table>",
            &["head A|B||C", "head |x|y|z", "row 1|2|3|4"],
        ),
        ("<table><tr><td>a<p>b<ul><li>c</ul><td>d<tr><td><td>e</table>f", &["row a b c|d", "row |e", "p f"]),
        (
            "<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table><td><h2>H</h2><p>x</table>",
            &["row a|b", "row c|d", "H2 H", "p x"],
        ),
        ("<table><tr><td>only<tr><td>one column</table>", &["p only", "p one column"]),
        ("<table role=presentation><tr><td>a<td>b</table>", &["p a", "p b"]),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></table>c", &["row a|b", "p c"]),
        ("<table><tr><td>Japan<td>2015<tr></tr><tr><td>Peru</table>", &["row Japan|2015", "row Peru"]),
    ] {
        assert_page(html, wanted);
    }
    let long = "Words of a page laid out in two columns. ".repeat(40);
    let html = format!("<table><tr><td>Menu<td>{long}</table>");
    assert_eq!(
        page(&html).blocks.iter().map(|block| block.kind).collect::<Vec<_>>(),
        [BlockKind::Paragraph; 2]
    );
}

#[test]
fn footnotes_of_every_make() {
    for (make, html, wanted) in [
        (
            "pandoc",
            "<p>A<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a>.</p>
             <section class='footnotes' role='doc-endnotes'><hr><ol><li id='fn1' role='doc-endnote'><p>Note.<a
             href='#fnref1' class='footnote-back' role='doc-backlink'>↩︎</a></p><p>More.</p></li></ol></section>",
            &["p A{0:1}.", "f <0:1> Note.", "f More."][..],
        ),
        (
            "LibreOffice",
            "<p>A<a class=sdfootnoteanc name=sdfootnote1anc href='#sdfootnote1sym'><sup>1</sup></a>.</p>
             <div id=sdfootnote1><p class=sdfootnote><a class=sdfootnotesym name=sdfootnote1sym
             href='#sdfootnote1anc'>1</a> Note.</p></div>",
            &["p A{0:1}.", "f <0:1> Note."],
        ),
        (
            "Word",
            "<p>A<a href='#_ftn1' name='_ftnref1'>[1]</a>.</p><div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a>
             Note.</p></div>",
            &["p A[{0:1}].", "f [<0:1>] Note."],
        ),
        (
            "a wiki",
            "<p>A<sup id=cite_ref-a_1-0><a href='#cite_note-a-1'>[1]</a></sup> b<sup id=cite_ref-a_1-1><a
             href='#cite_note-a-1'>[1]</a></sup>.</p><ol><li id=cite_note-a-1><span class=mw-cite-backlink>^ <a
             href='#cite_ref-a_1-0'><sup>a</sup></a> <a href='#cite_ref-a_1-1'><sup>b</sup></a></span> <span>Note.
             </span></li></ol>",
            &["p A[{0:1}] b[{0:1}].", "f <0:1> Note."],
        ),
        (
            "one way, with the label in the text",
            "<p>A (<a href='#note4'>*4</a>).</p><p id=note4>*4 Note.</p>",
            &["p A ({0:*4}).", "f <0:*4> Note."],
        ),
        (
            "an old page, one block for all",
            "<p>A<a name=r1 href='#n1'>(Note 1)</a> b<a name=r2 href='#n2'>(Note 2)</a></p><p><a name=n1
             href='#r1'>(Note 1)</a> First.<br><a name=n2 href='#r2'>(Note 2)</a> Second.</p>",
            &["p A({0:Note 1}) b({1:Note 2})", "f (<0:Note 1>) First.", "f (<1:Note 2>) Second."],
        ),
        (
            "docutils",
            "<p>A <a class='footnote-reference' href='#f1' id='id1'>[1]</a>.</p><dl class='footnote'><dt class='label'
             id='f1'><span class='brackets'><a class='fn-backref' href='#id1'>1</a></span></dt><dd><p>Note.</p></dd></dl>",
            &["p A [{0:1}].", "f <0:1> Note."],
        ),
        (
            "an old page, raised links one way",
            "<p>A<sup><a href='#n1'>1</a></sup>.</p><p><a name=n1>1</a> Note.</p>",
            &["p A{0:1}.", "f <0:1> Note."],
        ),
        (
            "an old page, no links",
            "<p>An owner<sup>1</sup> and a bank<sup>(2)</sup>.<hr><p><sup>1</sup> First.<p>(2) Second.",
            &["p An owner{0:1} and a bank({1:2}).", "f <0:1> First.", "f (<1:2>) Second."],
        ),
        (
            "small print",
            "<p>An owner<sup>1</sup>.</p><p><font size=-1>1. First.</font></p>",
            &["p An owner{0:1}.", "f <0:1>. First."],
        ),
        ("no note: a power", "<p>4 km<sup>2</sup> and 10<sup>6</sup></p><hr><p>2 boats", &[
            "p 4 km² and 10⁶", "p 2 boats",
        ]),
        ("no note: the figures leave a gap", "<p>a<sup>1</sup> b<sup>3</sup><hr><p>1 x<p>3 y", &[
            "p a¹ b³", "p 1 x", "p 3 y",
        ]),
        ("no note: not small", "<p>a<sup>1</sup></p><p>1 January was cold.", &["p a¹", "p 1 January was cold."]),
        ("no note: contents", "<p><a href='#s1' id=t1>1</a></p><h2 id=s1><a href='#t1'>1</a> One</h2>", &[
            "p [1](#s1)", "H2 [1](#t1) One",
        ]),
        ("no note: another page", "<p>A<a href='x.html#fn1'>1</a></p>", &["p A[1](x.html#fn1)"]),
        ("a mark without its note", "<p>A<a href='#fn9'><sup>9</sup></a></p>", &["p A[⁹](#fn9)"]),
    ] {
        assert_eq!(sketch(&page(html)), wanted, "{make}");
    }
}

#[test]
fn the_site_around_the_text_is_left_out() {
    let prose =
        "The survey says at length what was done in the year, and by whom, and to what end. ".repeat(4);
    let html = format!(
        "<body><a href='#main'>Skip to content</a><header><a href='/'>Home</a><nav><ul><li><a href=a>One</a><li><a
         href=b>Two</a></ul></nav></header><div class=breadcrumb><a href=/>Top</a> &gt; <a href=/s>Survey</a> &gt; Asia
         </div><main id=main><h1>Asia</h1><p>{prose}</p><div class='sns-share'><a href=x>Share</a></div><p>End.</p>
         <p hidden>secret</p><p style='display: none'>secret</p></main><aside class=sidebar><h2>Related</h2><a
         href=r>More of this</a></aside><footer>Copyright of nobody</footer><script>x</script></body>"
    );
    let (document, report) = examined(&html);
    assert_eq!(sketch(&document), ["T Asia", &format!("p {}", prose.trim()), "p End."]);
    let left: Vec<&str> = report.odd.iter().map(|odd| odd.split(':').next().expect("a reason")).collect();
    assert!(
        left.contains(&"left out the navigation") && left.contains(&"left out the site's foot"),
        "{left:?}"
    );
    let dropped =
        written("Skip to contentHomeOneTwoTop>Survey>AsiaShareRelatedMore of thisCopyright of nobody");
    assert_eq!(report.characters, written(&document.text) + dropped);
}

#[test]
fn in_doubt_it_is_text() {
    let prose = "What was done in the year, and by whom, and to what end, is said here. ".repeat(5);
    for (html, kept) in [
        (format!("<body><header>Heading</header><p>{prose}<footer>Foot</footer>"), "Heading Foot"),
        (format!("<body class='has-sidebar menu'><div class=nav>{prose}</div>"), "What"),
        (format!("<main>Short.</main><div><p>{prose}</div>"), "Short. end"),
        (format!("<div id=content><p>{prose}</div><div><p>{prose} Outside.</div>"), "Outside."),
        (format!("<div id=content><p>{prose}</div><aside><p>{prose} Beside.</aside>"), "Beside."),
        (format!("<div aria-hidden=true><p>{prose}</div><p>Dialog."), "What Dialog."),
        ("<body><nav>only</nav>".into(), "only"),
        ("<div style='display:none'>only</div>".into(), "only"),
        (
            format!("<h1>Far above</h1><nav><a href=x>n</a></nav><div id=content><p>{prose}</div>"),
            "Far above",
        ),
    ] {
        let document = page(&html);
        for word in kept.split(' ') {
            assert!(document.text.contains(word), "{word} of {html}\n{}", document.text);
        }
    }
}

#[test]
fn the_margins_of_the_text_are_left_out() {
    let prose = "What was done in the year, and by whom, and to what end, is said here. ".repeat(12);
    let list = "<ul><li><a href='#a'>Alpha</a><li><a href='#b'>Beta</a></ul>";
    let heads = format!("<h2 id=a>One</h2><p>{prose}<div id=b><h2>Two</h2><p>{prose}</div>");
    let menu = "<a href=h.htm>Alpha</a><br><a href=n.htm>Beta</a><br><a href=s.htm>Gamma</a>";
    let more = "<ul><li><a href=/a>Alpha</a><li><a href=/b>Beta</a></ul>";
    let made = "<meta name=generator content=pandoc>";
    let ends = "<a href=i.htm>Home</a> | <a href=a.htm>Alpha</a></p>";
    let viewed = "Best viewed with Alpha. You are visitor no. 12.";
    for (html, kept) in [
        (format!("{made}<nav id=TOC role=doc-toc>{list}</nav>{heads}"), false),
        (format!("{made}<nav class=contents><p>Contents</p>{list}</nav>{heads}"), false),
        (format!("<div id='Table of Contents1'>{list}</div>{heads}"), false),
        (format!("{made}<div class='contents topic'>{list}</div><p id=a>{prose}<p id=b>{prose}"), true),
        (format!("{made}<div id=toc>{list}<p>{prose}</div>{heads}"), true),
        (format!("{made}<nav id=TOC>{more}</nav>{heads}"), true),
        (format!("<table><tr><td>{menu}<td><h2>A</h2><p>{prose}</table>"), false),
        (format!("<table><tr><td colspan=2>{menu}<tr><td><h2>A</h2><p>{prose}</table>"), false),
        (format!("<table><tr><td>{menu} {prose}<td><h2>A</h2><p>{prose}</table>"), true),
        (format!("<table><tr><th>A<th>B<tr><td>{menu}<td>short</table><p>{prose}"), true),
        (format!("<p>{prose}</p><center><font size=-2>{viewed}</font></center>"), false),
        (format!("<p>{prose}</p><p>{ends}"), false),
        (format!("<p>{prose}</p><h2>Sources</h2><p>{ends}"), true),
        (format!("<p>{prose}</p><p>The hills of Alpha are best viewed at dawn.</p>"), true),
        (format!("<main><p>{prose}<aside><h2>Read next</h2>{more}<div></div></aside></main>"), false),
        (format!("<article><p>{prose}</article><section><h2>Related articles</h2>{more}</section>"), false),
        (format!("<p>{prose}</p><div class=read-next>{more}</div>"), false),
        (format!("<article><p>{prose}<section><h2>Further reading</h2>{more}</section></article>"), true),
        (format!("<article><p>{prose}<section><h2>References</h2>{more}</section></article>"), true),
        (format!("<p>{prose}</p><section id=refs><h2>Sources</h2>{more}</section>"), true),
    ] {
        let (document, report) = examined(&html);
        assert_eq!(document.text.contains("Alpha"), kept, "{html}\n{}", document.text);
        assert!(kept || report.odd.iter().any(|odd| odd.starts_with("left out ")), "{html}");
        assert!(document.text.contains(prose.trim()), "{html}");
    }
}

#[test]
fn a_page_says_its_language() {
    for (html, language) in [
        ("<html><body lang=en-GB><p>x", Some("en-GB")),
        ("<html xml:lang=ja><body lang=en><p>x", Some("ja")),
        ("<html lang=''><body xml:lang=fr><p>x", Some("fr")),
        ("<meta http-equiv=Content-Language content=de><p>x", Some("de")),
        ("<p lang=fr>x", None),
    ] {
        assert_eq!(page(html).meta.language.as_deref(), language, "{html}");
    }
}

#[test]
fn a_page_says_what_it_is() {
    let head = "<html lang=en-GB><title>Asia | Survey Office</title><meta name=citation_publication_date
        content='2015/04/01'><meta name=dc.publisher content='Survey Office'><link rel=canonical
        href='https://example.org/2015/asia.html'><meta property='og:site_name' content='Survey Office'>";
    let document = page(&format!(
        "{head}<p><a href='../2014/x.html'>before</a> <a href='#n'>n</a> <a
        href='https://example.org/2015/asia.html#n'>m</a><p id=n>x"
    ));
    let meta = &document.meta;
    assert_eq!(
        meta.title.as_ref().map(|said| (&*said.value, said.by)),
        Some(("Asia", Evidence::FrontMatter))
    );
    assert_eq!(meta.year.as_ref().map(|said| said.value), Some(2015));
    assert_eq!(meta.language.as_deref(), Some("en-GB"));
    assert_eq!(meta.publisher.as_deref(), Some("Survey Office"));
    assert_eq!(meta.source.as_deref(), Some("https://example.org/2015/asia.html"));
    let targets: Vec<&str> = document.links.iter().map(|link| &*link.target).collect();
    assert_eq!(targets, ["https://example.org/2014/x.html", "#n", "#n"]);
    assert_eq!(document.anchor("n"), Some(1));

    for (html, title, year) in [
        ("<title>Other</title><h1>Heading</h1>x", Some("Heading"), None),
        ("<p>June<h1>Heading</h1>x", Some("Heading"), None),
        ("<title>T</title><h1>T</h1><h1>A</h1>x<h1>B</h1>y", Some("T"), None),
        ("<title> A\n long  title </title>x", Some("A long title"), None),
        ("<meta name=date content=2012>x", None, Some(2012)),
        ("<meta name=dcterms.date content=2020-03-01>x", None, None),
        ("<meta name=dcterms.issued content=2020-03-01>x", None, Some(2020)),
    ] {
        let document = page(html);
        assert_eq!(document.meta.title.as_ref().map(|said| &*said.value), title, "{html}");
        assert_eq!(document.year(), year, "{html}");
    }
    let saved = page("<!-- saved from url=(0021)https://example.org/a --><p>x");
    assert_eq!(saved.meta.source.as_deref(), Some("https://example.org/a"));
}

#[test]
fn every_encoding_reads_right() {
    let words = "<p>外交青書は日本の外交を説明する。中央アジアとの関係を強化した。</p>";
    for (name, head) in [
        ("shift_jis", "<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>"),
        ("shift_jis", ""),
        ("euc-jp", "<meta charset=EUC-JP>"),
        ("euc-jp", ""),
        ("iso-2022-jp", "<meta charset='iso-2022-jp'>"),
        ("utf-8", "<meta charset=iso-8859-1>"),
        ("utf-8", ""),
        ("euc-jp", "<?xml version='1.0' encoding='euc-jp'?>"),
        ("shift_jis", "<meta charset=utf-8>"),
    ] {
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).expect(name);
        let html = format!("{head}{}", words.repeat(3));
        let (bytes, _, _) = encoding.encode(&html);
        let (document, report) = examine(Format::Html, &bytes).expect(name);
        assert!(document.text.contains("中央アジアとの関係"), "{name} {head}: {}", document.text);
        let told = report.encoding.unwrap_or("UTF-8");
        assert!(told.eq_ignore_ascii_case(name), "{name} {head} told as {told}");
    }
    for (bytes, word) in [
        (&b"<meta charset=windows-1252><p>caf\xe9 \x93x\x94"[..], "café “x”"),
        (
            b"<p>Les \xe9tats membres ont adopt\xe9 la d\xe9claration \xe0 Gen\xe8ve.",
            "états membres ont adopté",
        ),
        (b"\xff\xfe<\0p\0>\0\xe9\0", "é"),
        (b"\xfe\xff\0<\0p\0>\0\xe9", "é"),
        (b"<\0p\0>\0\xe9\0", "é"),
        (b"\xef\xbb\xbf<p>caf\xc3\xa9", "café"),
    ] {
        let document = parse(Format::Html, bytes).expect(word);
        assert!(document.text.contains(word), "{word}: {}", document.text);
    }
}

/// A book out of named files.
fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(text.as_bytes()).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

const CONTAINER: (&str, &str) = (
    "META-INF/container.xml",
    "<container><rootfiles><rootfile full-path='OEBPS/book.opf' media-type='x'/></rootfiles></container>",
);

const PACKAGE: &str = "<?xml version='1.0'?><package xmlns:dc='http://purl.org/dc/elements/1.1/'
    xmlns:opf='http://www.idpf.org/2007/opf'><metadata><dc:title>Survey</dc:title><dc:language>en</dc:language>
    <dc:publisher>Office</dc:publisher><dc:date opf:event='modification'>2020-01-01</dc:date><dc:date>2015-04-01</dc:date>
    <dc:identifier>https://example.org/survey</dc:identifier></metadata><manifest>
    <item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>
    <item id='a' href='text/One%20a.xhtml' media-type='application/xhtml+xml'/>
    <item id='b' href='text/two.xhtml' media-type='application/xhtml+xml'/>
    <item id='n' href='notes.xhtml' media-type='application/xhtml+xml'/>
    <item id='gone' href='gone.xhtml' media-type='application/xhtml+xml'/>
    <item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/></manifest>
    <spine toc='ncx'><itemref idref='nav'/><itemref idref='n' linear='no'/><itemref idref='a'/><itemref idref='gone'/>
    <itemref idref='b'/></spine></package>";

const NAV: &str = "<html xmlns:epub='http://www.idpf.org/2007/ops'><head><title/></head><body><nav epub:type='toc'>
    <h1>Contents</h1><ol><li><a href='text/One%20a.xhtml'>Chapter One</a><ol><li><a href='text/One%20a.xhtml#s'>Security
    </a></li></ol></li><li><a href='text/two.xhtml'>Chapter Two</a></li></ol></nav></body></html>";

const ONE: &str = "<?xml version='1.0' encoding='utf-8'?><html><head><title/><script/></head><body><p>First<a
    epub:type='noteref' href='../notes.xhtml#n1'>1</a> <span epub:type='pagebreak' id='p12' title='12'/>words, see <a
    href='TWO.xhtml#x'>two</a>.</p><div/><p id='s'>Security</p><p>More<![CDATA[ & more]]>.</p></body></html>";

const TWO: &str = "<html><body><h1>Chapter Two</h1><p id='x'>Last & <b>broken.</p></body></html>";

const NOTES: &str = "<html><body><aside epub:type='footnote' id='n1'><p>A note.</p></aside></body></html>";

fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        CONTAINER,
        ("OEBPS/book.opf", PACKAGE),
        ("OEBPS/nav.xhtml", NAV),
        ("OEBPS/Text/One a.xhtml", ONE),
        ("OEBPS/text/two.xhtml", TWO),
        ("OEBPS/notes.xhtml", NOTES),
    ]
}

#[test]
fn a_book_is_its_pages_in_order() {
    let (document, report) = examine(Format::Epub, &zipped(&files())).expect("a book");
    sound(&document);
    assert_eq!(
        sketch(&document),
        [
            "H1 Chapter One",
            "p First{0:1} words, see [two](#OEBPS/text/two.xhtml#x).",
            "H2 Security",
            "p More & more.",
            "H1 Chapter Two",
            "p Last & *broken.*",
            "f <0:1> A note.",
        ]
    );
    assert_eq!(document.anchor("OEBPS/text/two.xhtml#x"), Some(5));
    assert_eq!(document.page_at(document.blocks[0].start as usize), None);
    assert_eq!(document.page_at(document.text.find("words").expect("words")), Some("12"));
    let meta = &document.meta;
    assert_eq!(meta.title.as_ref().map(|said| &*said.value), Some("Survey"));
    assert_eq!(document.year(), Some(2015));
    assert_eq!((meta.language.as_deref(), meta.publisher.as_deref()), (Some("en"), Some("Office")));
    assert_eq!(meta.source.as_deref(), Some("https://example.org/survey"));
    assert!(report.odd.iter().any(|odd| odd.contains("missing: OEBPS/gone.xhtml")), "{:?}", report.odd);
    assert!(
        report.odd.iter().any(|odd| odd.starts_with("left out the list of contents")),
        "{:?}",
        report.odd
    );
}

#[test]
fn an_older_book_has_its_contents_elsewhere() {
    let mut files = files();
    let package = PACKAGE.replace(" properties='nav'", "").replace("<itemref idref='nav'/>", "");
    files[1].1 = &package;
    files.push((
        "OEBPS/toc.ncx",
        "<!DOCTYPE ncx PUBLIC '-//NISO//DTD ncx 2005-1//EN' 'http://www.daisy.org/z3986/2005/ncx-2005-1.dtd'>
         <ncx><navMap><navPoint><navLabel><text>Part I</text></navLabel><content src='text/One%20a.xhtml'/></navPoint>
         </navMap></ncx>",
    ));
    let document = parse(Format::Epub, zipped(&files)).expect("a book");
    assert_eq!(
        sketch(&document)[..2],
        ["H1 Part I", "p First{0:1} words, see [two](#OEBPS/text/two.xhtml#x)."]
    );
}

#[test]
fn what_is_no_book_says_why() {
    let locked = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes256-cbc'/>
        </EncryptedData></encryption>";
    let bomb = " ".repeat(8 << 20);
    let bomb = format!("<html><body><p>x{bomb}</body></html>");
    let laughs = "<!DOCTYPE p [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>
        <!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>
        <!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>]><p>&f;&f;&f;</p>";
    let deep = format!("<package>{}", "<a>".repeat(200_000));
    let with = |name, text| {
        let mut files = files();
        files.retain(|(own, _)| *own != name);
        files.push((name, text));
        zipped(&files)
    };
    for (bytes, why) in [
        (b"PK\x03\x04 and no more".to_vec(), "not an EPUB"),
        (b"<html>".to_vec(), "not an EPUB"),
        (zipped(&[("a.txt", "x")]), "no OPF file in it: not an EPUB"),
        (zipped(&[CONTAINER]), "no OPF file in it: not an EPUB"),
        (with("META-INF/encryption.xml", locked), "encrypted (DRM)"),
        (with("OEBPS/book.opf", "<package"), "broken XML"),
        (with("OEBPS/book.opf", "<package/>"), "no text in it"),
        (with("OEBPS/book.opf", laughs), "XML"),
        (with("OEBPS/book.opf", &deep), "XML"),
    ] {
        let error = format!("{:#}", parse(Format::Epub, &bytes).expect_err(why));
        assert!(error.contains(why), "{why}: {error}");
    }
    let (document, report) = examine(Format::Epub, &with("OEBPS/text/two.xhtml", &bomb)).expect("the rest");
    assert!(document.text.contains("First"));
    assert!(
        report.odd.iter().any(|odd| odd.contains("two.xhtml") && odd.contains("more than")),
        "{:?}",
        report.odd
    );
    let many: Vec<(String, &str)> = (0..10_001).map(|number| (format!("{number}"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (&**name, *text)).collect();
    let error = parse(Format::Epub, zipped(&many)).expect_err("too many");
    assert!(error.to_string().contains("10000 files"), "{error}");
}

#[test]
fn hostile_pages_are_read_in_a_moment() {
    let attributes = (0..200_000).fold(String::new(), |mut all, number| {
        let _ = write!(all, " a{number}=1");
        all
    });
    for (name, html) in [
        ("nested blocks", format!("{}deep", "<div>".repeat(200_000))),
        ("nested stress", format!("{}deep", "<b>".repeat(100_000))),
        ("open paragraphs", format!("{}deep", "<p>a<b>".repeat(50_000))),
        ("angles", format!("deep {}", "<".repeat(1 << 20))),
        ("attributes", format!("<p{attributes}>deep")),
        ("an attribute", format!("<p title='{}'>deep", "x".repeat(4 << 20))),
        ("entities", format!("deep{}", "&amp".repeat(200_000))),
        ("stray ends", format!("{}{}deep", "<div>".repeat(300), "</p></td></b></li>".repeat(50_000))),
        ("lists", format!("{}deep", "<ul><li>".repeat(50_000))),
        ("tables", format!("{}deep", "<table><tr><td>".repeat(50_000))),
        (
            "wide cells",
            format!("<table><tr>{}<td>deep</table>", "<td colspan=1000 rowspan=9>".repeat(20_000)),
        ),
        ("links", format!("{}deep", "<a href='#fn1' id=r>1</a><p id=fn1><a href='#r'>1</a>".repeat(20_000))),
        ("marks", format!("{}<p id=fn1>1 deep", "<a href='#fn1'>1</a>".repeat(30_000))),
        ("a comment", format!("deep<!--{}", "-".repeat(1 << 20))),
        ("quotes", format!("{}deep", "<blockquote><dl><dd>".repeat(30_000))),
        ("one line", "deep words of one line without end ".repeat(60_000)),
        ("breaks", format!("deep{}", "<br>".repeat(200_000))),
        ("ruby", format!("{}deep", "<ruby>a<rt>".repeat(50_000))),
    ] {
        let start = Instant::now();
        let document = page(&html);
        assert!(document.text.contains("deep"), "{name}");
        let took = start.elapsed();
        // Built without optimisation on a busy machine; what is not linear takes minutes.
        assert!(took < Duration::from_secs(20), "{name} took {took:?}");
        eprintln!("{name}: {took:?}");
    }
}

const SAMPLE: &str = "<!DOCTYPE html><html lang='en'><head><meta charset=utf-8><title>Süd &amp; Ost | Site</title></head>
    <body class=\"a b\"><nav><a href=/>Home</a></nav><main><h1>Süd</h1><p>Wörter<sup><a href='#fn1' id=r1>1</a></sup>
    &eacute;&#x65e5;</p><ul><li>eins<ol type=i><li>zwei</ol></ul><table><tr><th>日<td colspan=2>本</table><pre> x
    y </pre><ruby>漢<rt>かん</ruby><![CDATA[x]]><img alt='ein Bild'><section><p id=fn1><a href='#r1'>1</a> Fuß</section>
    </main><!-- end --></body></html>";

#[test]
fn a_page_cut_anywhere_is_read_or_refused() {
    for end in 0..=SAMPLE.len() {
        if let Ok(document) = parse(Format::Html, &SAMPLE.as_bytes()[..end]) {
            sound(&document);
        }
    }
}

#[test]
fn a_book_cut_or_damaged_anywhere_is_read_or_refused() {
    let book = zipped(&files());
    for end in (0..book.len()).step_by(7) {
        let _ = parse(Format::Epub, &book[..end]);
    }
    for at in (0..book.len()).step_by(5) {
        let mut book = book.clone();
        book[at] ^= 0x55;
        if let Ok(document) = parse(Format::Epub, &book) {
            sound(&document);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in [Format::Html, Format::Epub] {
            if let Ok(document) = parse(format, &bytes) {
                sound(&document);
            }
        }
    }

    #[test]
    fn any_tags_in_any_order_make_a_sound_document(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<li>", "<ul>", "</ul>", "<ol>",
            "</ol>", "<h1>", "</h1>", "<h2 id=h>", "</h2>", "<a href='#n'>1</a>", "<p id=n>", "<a href='#m' id=n>",
            "<a id=m href='#n'>1</a>", "</a>", "<sup>2</sup>", "<pre>", "</pre>", "<br>", "<dl><dt>", "<dd>", "</dl>",
            "<blockquote>", "</blockquote>", "<nav>", "</nav>", "<main>", "</main>", "<aside epub:type=footnote id=m>",
            "</aside>", "word ", "日本", "\n", "&amp;", "<ruby>", "<rt>", "</ruby>", "<title>", "</title>", "<td colspan=3>",
            "<td rowspan=2>", "<div role=heading>", "</div>", "<q>", "</q>", "<li id=fn1>", "<a href='#fn1'>[1]</a>", "[1]",
        ]), 0..60)
    ) {
        if let Ok(document) = parse(Format::Html, pieces.concat().as_bytes()) {
            sound(&document);
        }
    }
}
