import Testing

@testable import KeptMail

@Suite struct CleanedHTMLTests {
    private func clean(_ html: String) -> String { CleanedHTML(cleaning: html).markup() }

    @Test func whatDoesHarmIsLeftOut() {
        #expect(clean("a<script>alert(1)</script>b<style>p{}</style>c") == "abc")
        #expect(clean("<p onclick=\"x()\" style=\"position:fixed\" class=x id=y>a</p>") == "<p>a</p>")
        #expect(clean("<a href=\"javascript:x()\">a</a>") == "<a>a</a>")
        #expect(clean("<a href=\" java\u{9}script:x()\">a</a>") == "<a>a</a>")
        #expect(clean("<a href=\"&#106;avascript:x\">a</a>") == "<a>a</a>")
        #expect(clean("<a href=\"data:text/html,x\">a</a><a href=\"/local\">b</a>") == "<a>a</a><a>b</a>")
        #expect(clean("<form action=x><input value=y><button>go</button></form>") == "<div><span>go</span></div>")
        #expect(
            clean("<iframe src=x>inside</iframe><object data=x>o</object><svg onload=x><text>t</text></svg>") == "ot")
        #expect(clean("<img src=x onerror=alert(1)><img src=\"data:image/svg+xml;base64,PHN2Zz4=\">") == "")
        #expect(clean("<!-- <script> --><!--><b>x</b><base href=x><meta http-equiv=refresh><link rel=x>") == "<b>x</b>")
        #expect(clean("<scr<script>ipt>x") == "ipt&gt;x")
        #expect(clean("<textarea><script>a</script></textarea>") == "&lt;script&gt;a&lt;/script&gt;")
    }

    @Test func linksTellNobodyWhereTheyWereFollowed() {
        #expect(
            clean("<a href='https://example.org/?a=1&amp;b=\"'>x</a>")
                == "<a href=\"https://example.org/?a=1&amp;b=&quot;\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">x</a>"
        )
    }

    @Test func picturesOfOtherMachinesWait() {
        let cleaned = CleanedHTML(
            cleaning:
                "<p><img src=\"https://example.org/p.png\" alt=\"A&lt;B\"></p><img src=http://x/1 width=1 height=1>")
        #expect(cleaned.remotePictures == 1)
        #expect(cleaned.markup() == "<p><span class=\"remote-picture\">A&lt;B</span></p>")
        #expect(cleaned.markup(showingRemote: true).contains("src=\"https://example.org/p.png\""))
        #expect(
            clean("<img src=\"data:image/png;base64,iVBORw0KGgo=\">")
                == "<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"\">")
    }

    @Test func nothingEndsAnElementOfThePage() {
        #expect(clean("</div></td></table>a<tr><td>b</td></tr><li>c</li></p>") == "abc")
        #expect(clean("<b><i>a</b>b</i>") == "<b><i>a</i></b>b")
        #expect(clean("<div><p>a<div>b") == "<div><p>a</p><div>b</div></div>")
        #expect(
            clean("<table><tr><td>a<td>b<tr><td>c</table>d")
                == "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>d")
        #expect(
            clean("<table><td>a<table><tr><td>b</table>c</table>")
                == "<table><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></table>")
        #expect(clean("<ul><li>a<li>b</ul>") == "<ul><li>a</li><li>b</li></ul>")
        #expect(clean("<a href=http://x>a<a href=http://y>b</a>").components("</a>") == 2)
    }

    @Test func anyTextGivesBalancedMarkup() {
        let pieces = [
            "<div>", "</div>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<p>", "</p>", "<ul>", "<li>", "</li>",
            "<a href=http://x>", "</a>", "<b", ">", "\"", "'", "<!--", "-->", "<script>", "</script>", "text", "&lt;",
            "<", "/", "=",
        ]
        var state: UInt64 = 7
        for _ in 0..<2_000 {
            var html = ""
            for _ in 0..<20 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                html += pieces[Int(state >> 33) % pieces.count]
            }
            let cleaned = clean(html)
            var open: [String] = []
            var tokenizer = HTMLTokenizer(cleaned)
            while let token = tokenizer.next() {
                switch token {
                case .start(let name, _): if !["img", "br", "hr"].contains(name) { open.append(name) }
                case .end(let name): #expect(open.popLast() == name, "\(html)")
                case .text: break
                }
            }
            #expect(open.isEmpty && !cleaned.contains("<script"), "\(html)")
            // What is clean stays as it is.
            #expect(clean(cleaned) == cleaned, "\(html)")
        }
    }

    @Test func textOfAPage() {
        #expect(HTMLText.of("<p>a&nbsp;b</p><p>c<br>d</p>") == "a b\n\nc\nd")
        #expect(HTMLText.of("yes<blockquote>no<br>maybe</blockquote>") == "yes\n\n> no\n> maybe")
        #expect(HTMLText.of("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>") == "a b\nc")
        #expect(HTMLText.of("<pre>a\n  b</pre>") == "a\n  b")
        #expect(HTMLText.of("&copy; &#8364; &#x4F60; &amp;lt; &unknown; &eacute") == "© € 你 &lt; &unknown; é")
    }
}

extension String {
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
