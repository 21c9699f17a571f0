import Testing

@testable import KeptMail

@Suite struct QuoteTests {
    private func fold(_ lines: String...) -> FoldedText { FoldedText(folding: lines.joined(separator: "\n")) }

    @Test func foldsTheQuoteUnderAReply() {
        let text = fold(
            "Yes, please.", "", "On Mon, Apr 2, 2012 at 6:26 PM, Ann <ann@example.org> wrote:", "> Shall we send it?",
            ">", "> Ann")
        #expect(text.own == "Yes, please.")
        #expect(text.folded.hasPrefix("On Mon") && text.folded.hasSuffix("> Ann"))
    }

    @Test func foldsAnIntroductionOverSeveralLines() {
        let text = fold(
            "Yes.", "", "On Dec 16, 2011, at 12:47 PM, Corey Donohoe", "<reply@example.org>", "wrote:", "", "> one")
        #expect(text.own == "Yes.")
    }

    @Test func keepsAnswersBetweenQuotes() {
        let text = fold("Ann wrote at 12:00:", "> one?", "", "Yes.", "", "> two?", "", "No.")
        #expect(text.own == "Yes.\n\nNo.")
        #expect(text.pieces.map(\.text).joined(separator: "\n").contains("> two?"))
    }

    @Test func foldsWhatOutlookPutsBelow() {
        let english = fold("Thanks!", "", "-----Original Message-----", "From: Ann", "Sent: Monday", "", "Hello")
        #expect(english.own == "Thanks!")
        let fields = fold(
            "Thanks!", "", "________________________________", "From: Ann <a@b.c>", "Sent: Monday", "To: Bo",
            "Subject: x", "", "Hello")
        #expect(fields.own == "Thanks!")
        let german = fold("Danke!", "", "Von: Ann", "Gesendet: Montag", "An: Bo", "Betreff: x", "", "Hallo")
        #expect(german.own == "Danke!")
    }

    @Test func foldsChineseForms() {
        let fields = fold(
            "好的，谢谢。", "", "发件人: 客服 <s@example.cn>", "发送时间: 2026年11月2日 9:00", "收件人: 王明", "主题: 订单", "", "您好")
        #expect(fields.own == "好的，谢谢。")
        let original = fold("好的", "------------------ 原始邮件 ------------------", "发件人: \"客服\"", "您好")
        #expect(original.own == "好的")
        let written = fold("好的", "", "在 2026年11月2日，客服 <s@example.cn> 写道：", "> 您好", "> 再见")
        #expect(written.own == "好的")
        let traditional = fold("好", "", "客服 <s@example.tw> 於 2026年11月2日 週一 上午9:00寫道：", "", "> 您好")
        #expect(traditional.own == "好")
    }

    @Test func foldsSignatures() {
        let text = fold("See you.", "-- ", "Ann Lee", "+49 30 1234")
        #expect(text.own == "See you." && text.pieces.last?.kind == .signature)
        #expect(fold("OK", "", "Sent from my iPhone").own == "OK")
        #expect(fold("好", "", "发自我的 iPhone").own == "好")
        #expect(fold("a -- b", "-- in the middle --").own == "a -- b\n-- in the middle --")
    }

    @Test func whatIsPassedOnIsNotFolded() {
        let text = fold(
            "Please look.", "", "---------- Forwarded message ----------", "From: Ann", "> quoted there", "Hello")
        #expect(text.pieces.count == 1 && text.own.contains("Hello"))
        #expect(fold("> all", "> quoted").own == "> all\n> quoted")
    }

    @Test func ordinarySentencesAreNotFolded() {
        let text = fold(
            "On Monday I wrote:", "please come.", "", "From: the start", "To: the end", "it was fine.",
            "20 books cost 30:")
        #expect(text.own.contains("it was fine.") && text.own.contains("please come."))
    }

    @Test func thePiecesTogetherAreTheText() {
        let lines = ["a", "", "> b", "", "", "> c", "d", "", "-- ", "e", "", "On 1.1.2026 x@y.z wrote:", "", "f", ""]
        let whole = lines.joined(separator: "\n")
        #expect(FoldedText(folding: whole).whole == whole)
    }

    @Test func makesFlowedParagraphsWhole() {
        let text = FlowedText.unfolded("one \ntwo\n> q1 \n> q2\n-- \nAnn", removesSpaces: false)
        #expect(text == "one two\n> q1 q2\n-- \nAnn")
        #expect(FlowedText.unfolded("你 \n好", removesSpaces: true) == "你好")
    }
}
