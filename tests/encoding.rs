//! Texts in the encodings of old editions, and bytes that are no text.
use bluebook::import::{Format, Report, examine, parse};
use bluebook::model::Document;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, ISO_2022_JP, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use proptest::prelude::*;

const JAPANESE: &str = "港湾年鑑\n\n北の港は冬の間ほとんど凍っていたため、三月の終わりまで船は一隻も出られなかった。カザフスタンの\
     外務大臣は東京を訪れ、日本との協力について話し合った。";

fn read(bytes: &[u8]) -> (Document, Report) {
    examine(Format::Text, bytes).expect("a text")
}

#[track_caller]
fn assert_encoding(text: &str, bytes: &[u8], name: Option<&str>) {
    let (document, report) = read(bytes);
    assert_eq!(document.text, text);
    assert_eq!(report.encoding, name);
    assert_eq!(report.odd, Vec::<String>::new());
}

#[test]
fn encodings_of_old_editions() {
    let russian = "Ежегодник портов\n\nСеверные порты были закрыты льдом почти всю зиму, и ни один корабль не мог \
                   выйти в море до конца марта.";
    let french = "Annuaire des ports\n\nLes ports du Nord étaient gelés pendant presque tout l’hiver, et la Côte \
                  d’Ivoire n’a reçu aucun navire jusqu’à la fin du mois de février.";
    let chinese = "港口年鉴\n\n北方的港口在冬天的大部分时间里都结了冰，直到三月底没有一艘船可以离开。外交部长访问了东京。";
    let taiwan = "港口年鑑\n\n北方的港口在冬天的大部分時間裡都結了冰，直到三月底沒有一艘船可以離開。外交部長訪問了東京。";
    let korean = "항구 연감\n\n북쪽의 항구는 겨울 내내 얼어 있어서 삼월 말까지 배가 한 척도 떠날 수 없었다. 외무장관은 도쿄를 방문했다.";
    for (text, encoding) in [
        (JAPANESE, SHIFT_JIS),
        (JAPANESE, EUC_JP),
        (JAPANESE, ISO_2022_JP),
        (russian, WINDOWS_1251),
        (french, WINDOWS_1252),
        (chinese, GBK),
        (taiwan, BIG5),
        (korean, EUC_KR),
    ] {
        let (bytes, _, lost) = Encoding::encode(encoding, text);
        assert!(!lost, "{}", encoding.name());
        assert_encoding(text, &bytes, Some(encoding.name()));
        let long = text.repeat(50);
        assert_encoding(&long, &encoding.encode(&long).0, Some(encoding.name()));
    }
}

#[test]
fn wide_encodings_with_a_mark_and_without() {
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    for text in [JAPANESE, "Ports of the North\n\nThey were frozen.", "Ports 🚢 of Norland."] {
        assert_encoding(text, &[b"\xff\xfe", &little(text)[..]].concat(), Some("UTF-16LE"));
        assert_encoding(text, &[b"\xfe\xff", &big(text)[..]].concat(), Some("UTF-16BE"));
        assert_encoding(text, &little(text), Some("UTF-16LE"));
        assert_encoding(text, &big(text), Some("UTF-16BE"));
        let four: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_encoding(text, &[b"\xff\xfe\0\0", &four[..]].concat(), Some("UTF-32LE"));
        let four: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        assert_encoding(text, &[b"\0\0\xfe\xff", &four[..]].concat(), Some("UTF-32BE"));
    }
    let (document, report) = read(b"\xff\xfeP\0o\0r\0t\0s");
    assert_eq!((document.text.as_str(), report.odd.len()), ("Port", 1));
}

#[test]
fn utf_8_wins_and_its_flaws_are_mended() {
    assert_encoding(JAPANESE, JAPANESE.as_bytes(), None);
    assert_encoding(JAPANESE, &[b"\xef\xbb\xbf", JAPANESE.as_bytes()].concat(), None);
    // Cut in the midst of a character.
    let (document, report) = read(&JAPANESE.as_bytes()[..JAPANESE.len() - 1]);
    assert_eq!(report.encoding, None);
    assert!(document.text.ends_with("話し合った") && report.odd[0].contains("cut"), "{report:?}");
    // Some bad bytes among many good ones.
    let mut bytes = JAPANESE.as_bytes().to_vec();
    bytes.insert(0, 0xff);
    bytes.insert(15, b'\xe9');
    let (document, report) = read(&bytes);
    assert_eq!(report.encoding, None);
    assert_eq!(document.text.matches('\u{fffd}').count(), 2);
    assert_eq!(report.odd, ["2 characters could not be read"]);
    // One letter of another encoding in plain ASCII is a letter.
    let (document, report) = read(b"Caf\xe9s at the ports.");
    assert_eq!((document.text.as_str(), report.encoding.is_some()), ("Caf\u{e9}s at the ports.", true));
}

#[test]
fn what_is_no_text_says_so() {
    let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let without_zeros: Vec<u8> = noise.iter().map(|&byte| byte.max(1)).collect();
    for bytes in
        [&b"a\0b"[..], b"\x7fELF\0\0\0\x01", &noise, &without_zeros, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"]
    {
        let error = parse(Format::Text, bytes).expect_err("no text").to_string();
        assert!(error.contains("binary"), "{error}");
    }
}

#[test]
fn every_cut_is_a_text() {
    for encoding in [SHIFT_JIS, EUC_JP, WINDOWS_1252] {
        let text =
            if encoding == WINDOWS_1252 { "Les ports gelés du Nord, à l’été." } else { JAPANESE };
        let bytes = encoding.encode(text).0;
        for percent in 1..=100 {
            let _ = parse(Format::Text, &bytes[..bytes.len() * percent / 100]);
        }
    }
    for percent in 5..=100 {
        assert!(
            parse(Format::Text, &JAPANESE.as_bytes()[..JAPANESE.len() * percent / 100]).is_ok(),
            "{percent}"
        );
    }
}

#[test]
fn an_encoding_that_did_not_fit_is_not_told() {
    let (document, report) = read(b"Some words.\n\x1b$B\x7f\x7f\x7f\x7f\n");
    assert!(document.text.starts_with("Some words."), "{:?}", document.text);
    assert_eq!(report.encoding, None);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, mark in 0..6_usize) {
        let marks: [&[u8]; 6] = [b"", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\xef\xbb\xbf"];
        let bytes = [marks[mark], &bytes].concat();
        for format in [Format::Text, Format::Markdown] {
            if let Ok(document) = parse(format, &bytes) {
                for block in &document.blocks {
                    prop_assert!(document.text.get(block.range()).is_some());
                }
                prop_assert!(!document.text.chars().any(bluebook::model::is_harmful));
            }
        }
    }

    #[test]
    fn utf_8_is_never_taken_for_anything_else(text in "[ -~\\n]{0,20}[À-ÿа-яぁ-ん一-龠]{1,40}[ -~]{0,20}") {
        let (_, report) = read(text.as_bytes());
        prop_assert_eq!(report.encoding, None);
    }
}
