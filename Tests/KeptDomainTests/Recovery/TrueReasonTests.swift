import KeptDomain
import Testing

@Suite struct TrueReasonTests {
    @Test(arguments: [
        "due to circumstances", "Due to  CIRCUMSTANCES beyond our control.", "for technical reasons",
        "There were technical-difficulties!", "because of unforeseen circumstances, sorry", "For operational reasons",
        "for various reasons the van was late", "force majeure", "ｔｅｃｈｎｉｃａｌ ｒｅａｓｏｎｓ", "technical\u{200B} reasons",
        "soft\u{AD}ware: tech\u{AD}nical reasons",
    ])
    func aPhraseThatSaysNothingIsRefused(text: String) {
        guard case .emptyPhrase = TrueReason.fault(text) else {
            Issue.record("\(text) passes as \(String(describing: TrueReason.fault(text)))")
            return
        }
    }

    @Test(arguments: [
        "由于某些原因", "因某些原因，您的包裹晚了", "系统原因", "系 统 原 因", "由于技术原因导致延误", "因不可抗力", "物流原因，请谅解", "由于不可控因素", "因故延迟", "由于系统故障",
        "突发情况",
    ])
    func aPhraseThatSaysNothingIsRefusedInChinese(text: String) {
        guard case .emptyPhrase = TrueReason.fault(text) else {
            Issue.record("\(text) passes as \(String(describing: TrueReason.fault(text)))")
            return
        }
    }

    @Test(arguments: [
        "", " ", "delay", "There was a problem.", "late", "n/a", "延误", "出现问题", "非常抱歉！", "……", "We are sorry",
    ])
    func whatSaysNothingIsRefused(text: String) {
        #expect(TrueReason.fault(text) == .saysNothing, "\(text)")
    }

    @Test(arguments: [
        "The courier fell ill and nobody took over.", "The van's battery was empty in Mill Lane.",
        "We packed the wrong book.", "Our label printer was broken from 9 to 11.",
        "We do not know yet; we find out by 17:00.",
        "快递员生病，没有人接替", "电瓶没电了", "我们装错了书", "仓库的打印机九点到十一点坏了", "司机走错路",
    ])
    func whatSaysWhatHappenedIsTaken(text: String) {
        #expect(TrueReason.fault(text) == nil, "\(text)")
        #expect(TrueReason.problem(text, "reason") == nil)
    }

    @Test func aRefusalNamesThePhraseAndTheField() {
        #expect(
            TrueReason.problem("due to circumstances", "reason")
                == FieldProblem("reason", "problems.empty-phrase", [Fact("phrase", "due to circumstances")]))
        #expect(TrueReason.problem(String(repeating: "a b ", count: 200), "reason")?.key == "problems.too-long")
        #expect(TrueReason.problem(" ", "reason")?.key == "problems.required")
    }

    @Test func aTemplateThatApologisesNamesTheReason() {
        let plain = RecoveryTemplate.Text(subject: "Late", body: "Dear {customer}, we are sorry.")
        let draft = RecoveryTemplateDraft(name: "late", steps: [.apologise], texts: ["en": plain])
        #expect(draft.problems(languages: ["en"]).map(\.key) == ["problems.reason-field-missing"])
        #expect(
            draft.problems(languages: ["en", "zh-Hans"]).count == 3, "subject and body are missing in one language")
        let acknowledging = RecoveryTemplateDraft(name: "seen", steps: [.acknowledge], texts: ["en": plain])
        #expect(acknowledging.problems(languages: ["en"]).isEmpty)
        var empty = plain
        empty.body = "Sorry: {reason} Due to circumstances."
        let phrase = RecoveryTemplateDraft(name: "late", steps: [.apologise], texts: ["en": empty])
        #expect(phrase.problems(languages: ["en"]).map(\.key) == ["problems.empty-phrase"])
        empty.body = "{reason} {nonsense}"
        let unknown = RecoveryTemplateDraft(name: "late", steps: [.solve], texts: ["en": empty])
        #expect(
            unknown.problems(languages: ["en"]).map(\.key) == [
                "problems.step-by-facts", "problems.no-such-reply-field",
            ])
    }
}
