//! A page for browsers and printers: one file with all that it needs, made from our own Markdown. Nothing in it is
//! fetched from anywhere, and nothing runs.
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// How the page looks: like a well-set page, dark where the reader's screen is, black on white on paper.
const LOOK: &str = "\
:root{color-scheme:light dark}\
body{max-width:42em;margin:3em auto;padding:0 1.2em;font:1.05em/1.6 Georgia,'Noto Serif',serif}\
h1,h2,h3{line-height:1.25;break-after:avoid}h1{font-size:1.7em}h2{font-size:1.3em;margin-top:2em}\
h3{font-size:1em;font-weight:normal;opacity:.75;margin-top:1.6em}\
p,li,td{orphans:3;widows:3}code{font:.85em ui-monospace,monospace;opacity:.75}\
blockquote{margin-left:0;padding-left:1em;border-left:3px solid;opacity:.9}\
table{border-collapse:collapse;font-size:.95em}td,th{padding:.25em .8em .25em 0;text-align:left;border-bottom:1px solid}\
del{opacity:.7}strong{font-weight:700}\
.footnote-definition{font-size:.9em;margin:.6em 0}.footnote-definition p{display:inline}\
@media print{body{margin:0;max-width:none;font-size:11pt}a{color:inherit;text-decoration:none}}";

/// The schemes of links that are kept: a page must run nothing.
const KEPT: [&str; 4] = ["http://", "https://", "mailto:", "#"];

/// A whole page of this title.
pub fn page(title: &str, markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let sound = |target: &str| {
        let small = target.trim().to_ascii_lowercase();
        // Without a scheme it leads to a file beside this one.
        KEPT.iter().any(|kept| small.starts_with(kept)) || !small.contains(':')
    };
    let events = Parser::new_ext(markdown, options).map(|event| match event {
        // Our Markdown has none: what looks like it is words.
        Event::Html(words) | Event::InlineHtml(words) => Event::Text(words),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) if !sound(&dest_url) => {
            Event::Start(Tag::Link { link_type, dest_url: CowStr::Borrowed("#"), title, id })
        }
        Event::Start(Tag::Image { .. }) => Event::Text(CowStr::Borrowed("")),
        // A note has the number that it has in its text; left to itself it would be counted anew.
        Event::FootnoteReference(label) => Event::InlineHtml(note_mark(&label).into()),
        Event::Start(Tag::FootnoteDefinition(label)) => Event::Html(note_begins(&label).into()),
        Event::End(TagEnd::FootnoteDefinition) => Event::Html(CowStr::Borrowed("</div>\n")),
        other => other,
    });
    let mut body = String::new();
    html::push_html(&mut body, events);
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{LOOK}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Words in which no sign means anything to HTML, between quotation marks either.
fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn note_mark(label: &str) -> String {
    let label = escaped(label);
    format!("<sup><a href=\"#note-{label}\">{label}</a></sup>")
}

fn note_begins(label: &str) -> String {
    let label = escaped(label);
    format!("<div class=\"footnote-definition\" id=\"note-{label}\"><sup>{label}</sup> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_page_runs_or_is_fetched() {
        let hostile = "# A <script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](https://example.org/y.png)\n\n\
                       <img src=x onerror=alert(1)>\n\n| a | b |\n|---|---|\n| 1 | <b>2</b> |\n";
        let page = page("a <b> & c", hostile);
        assert!(
            !page.contains("<script") && !page.contains("javascript:") && !page.contains("<img"),
            "{page}"
        );
        assert!(
            page.contains("&lt;script&gt;") && page.contains("<td>1</td>") && page.contains("&lt;b&gt;2")
        );
        assert!(page.contains("<title>a &lt;b&gt; &amp; c</title>"));
    }

    #[test]
    fn a_note_keeps_its_number() {
        let page =
            page("a", "Relief workers.[^7] And more.[^*4]\n\n[^7]: Two teams.\n\n[^*4]: Since **May**.\n")
                .replace('\n', "");
        assert!(page.contains("workers.<sup><a href=\"#note-7\">7</a></sup> And"), "{page}");
        assert!(
            page.contains("id=\"note-7\"><sup>7</sup> <p>Two teams.</p>")
                && page.contains("id=\"note-*4\"><sup>*4</sup> <p>Since <strong>May</strong>.</p>"),
            "{page}"
        );
    }
}
