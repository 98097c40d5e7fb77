import Testing

@testable import Tokenization

/// HTML's tags, comments and character references in what is read as text.
@Suite struct MarkupTests {
    private func apply(_ steps: Normalization..., to text: String) -> String { Normalizer(steps).normalize(text).text }

    @Test(arguments: [
        ("x<y and z>w", "x<y and z>w"), ("I <3 this", "I <3 this"), ("<-- look", "<-- look"),
        ("5 < 6 > 4", "5 < 6 > 4"), ("a <b and c> d", "a <b and c> d"), ("if (a<b && c>d)", "if (a<b && c>d)"),
        ("x<i, j>y", "x<i, j>y"), ("<>", "<>"), ("</>", "</>"), ("<", "<"), ("<b", "<b"),
        ("a <- b -> c", "a <- b -> c"),
        ("<user> <url>", "<user> <url>"), ("<!-- open", "<!-- open"), ("<a href=\"x", "<a href=\"x"),
        ("<p:x>", "<p:x>"),
        ("<b-c>", "<b-c>"), ("<!wow>", "<!wow>"), ("<?>", "<?>"), ("", ""), ("<em dash> it", "<em dash> it"),
    ])
    func whatIsNoMarkupStays(text: String, expected: String) { #expect(apply(.stripMarkup, to: text) == expected) }

    @Test(arguments: [
        ("a<br />b", "a b"), ("a<BR>b", "a b"), ("<p class=\"x\">Hi</p>", " Hi "), ("<a\n href=y>b</a>", " b "),
        ("<a href='a>b'>c", " c"), ("<input disabled>", " "), ("<td width=5 nowrap foo>x", " x"), ("<a <b>c", "<a  c"),
        ("<a href=\"x\"class='y'>z", " z"), ("<H1>Ü</H1 >", " Ü "), ("su<wbr>per", "super"), ("é<i>ü</i>", "é ü "),
        ("a<!-- bad -->b", "ab"), ("a<!---->b", "ab"), ("a<!-->b", "ab"), ("a<!-- <b> -- > x --!>b", "ab"),
        ("<!DOCTYPE html><p>x", "  x"), ("<![CDATA[ bad <b> ]]>x", "x"), ("<?xml version=\"1.0\"?>x", " x"),
        ("<script>bad()</script>x", " x"), ("<SCRIPT src=\"a>b\">if (a<b)</Script >x", " x"),
        ("<style type=text/css>p { color: red }</style>x", " x"), ("<script>open", " open"),
        ("<!--[if IE]> bad <![endif]-->x", "x"), ("<![if !IE]>x<![endif]>", " x "), ("</script>x", " x"),
    ])
    func markupGoes(text: String, expected: String) { #expect(apply(.stripMarkup, to: text) == expected) }

    @Test(arguments: [
        ("AT&amp;T &lt;3 &quot;x&quot; it&apos;s", "AT&T <3 \"x\" it's"), ("&#39;&#039;&#x27;&#X27;", "''''"),
        ("&copy &copy2020 &eacute", "© ©2020 é"), ("&notit; &notin;", "¬it; ∉"), ("&NotEqualTilde;", "≂\u{338}"),
        ("&#150;&#x92;", "–’"),
        ("&#0; &#xD800; &#x110000; &#99999999999999999999;", "\u{FFFD} \u{FFFD} \u{FFFD} \u{FFFD}"),
        ("&#8217 &#x1F600;", "’ 😀"),
        ("AT&T R&D & && &; &# &#x; &nosuch; &hellip", "AT&T R&D & && &; &# &#x; &nosuch; &hellip"),
        ("&amp;amp;", "&amp;"), ("&CounterClockwiseContourIntegral;", "∳"), ("&", "&"), ("&l", "&l"), ("&lt", "<"),
        ("naïve&nbsp;café", "naïve\u{A0}café"),
    ])
    func referencesAreDecoded(text: String, expected: String) { #expect(apply(.decodeEntities, to: text) == expected) }

    @Test func theTimeGrowsWithTheLength() {
        let pieces = [
            "<", "<a ", "<!--", "<a b=\"", "<script>", "<a x=' ", "</", "<![CDATA[", "<?x", "<!-- -->", "&", "&#1",
            "&amp",
            "<a b=\"<a b='",
        ]
        for piece in pieces {
            let text = String(repeating: piece, count: 400_000 / piece.utf8.count) + "--!>"
            let time = ContinuousClock().measure { _ = apply(.stripMarkup, .decodeEntities, to: text) }
            #expect(time < .seconds(20), "\(piece)")
        }
    }
}
