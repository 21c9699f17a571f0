import Foundation
import KeptDomain
import KeptServer
import KeptWords
import Testing

@Suite struct PageTests {
    @Test(arguments: Snapshot.languages) func theFrameOfAPage(language: String) throws {
        var context = Snapshot.context(language, path: "/orders?state=open")
        context.flash = Flash(.done, "OK")
        try Snapshot.expect(layout(title: "Kept", context: context, body: "<p>…</p>"), "frame", language)
    }

    @Test(arguments: Snapshot.languages) func theFrameForCustomersNeedsNoScript(language: String) throws {
        let page = publicLayout(
            title: "Kept", context: Snapshot.context(language, path: "/t/abc", isPublic: true), body: "")
        #expect(!page.text.contains("<script"))
        try Snapshot.expect(page, "public-frame", language)
    }

    @Test(arguments: Snapshot.languages) func whatWentWrongSaysWhatToDo(language: String) throws {
        let context = Snapshot.context(language, path: "/nowhere", isPublic: true)
        let page = problemPage(
            title: context.words("requests.titles.404"), text: context.words("requests.no-page"),
            reference: "4f2a", context: context)
        try Snapshot.expect(page, "problem", language)
    }

    @Test func aFieldShowsWhatWasTypedAndWhatIsWrongWithIt() {
        let words = Snapshot.vocabulary[.english]
        let values = FormValues(["said": "<b>"], problems: [FieldProblem("said", "refusals.promise-nothing-said")])
        let field = formField(Field("said", "What we say", hint: "A sentence", isRequired: true), values, words).text
        #expect(field.contains("value=\"&lt;b&gt;\""))
        #expect(field.contains("aria-describedby=\"f-said-hint f-said-problem\" aria-invalid=\"true\" required"))
        #expect(field.contains("Say what the customer was told."))
    }

    @Test func everyStandingHasItsWordAndItsShape() {
        for language in Snapshot.languages {
            for standing in PromiseStanding.allCases {
                let chip = standingChip(standing, Snapshot.context(language).words).text
                #expect(!chip.contains("⟦"))
                #expect(chip.contains("<svg class=\"icon icon-\(standing.icon.rawValue)\""))
            }
        }
    }

    @Test func eachPlaceOfTheNavigationHasAKeyOfItsOwn() {
        let page = layout(title: "Kept", context: Snapshot.context("en", path: "/today"), body: "").text
        let keys = page.matches(of: /data-go="(.)"/).map { String($0.1) }
        #expect(keys.count > 20 && Set(keys).count == keys.count, "\(keys)")
    }

    @Test func sentencesStandAsTheirLanguageSetsThem() {
        let (english, chinese) = (Snapshot.vocabulary[.english], Snapshot.vocabulary[.simplifiedChinese])
        #expect(english.sentences(["One.", "Two.", "Three."]) == "One. Two. Three." && english.sentences([]) == "")
        #expect(chinese.sentences(["一。", "二。"]) == "一。二。" && chinese.labelled("标签", "publisher") == "标签：publisher")
    }

    @Test func whatSomebodyMayNotDoIsSaidInTheirLanguage() {
        let refusal = NotPermitted(.workCase)
        let english = Snapshot.vocabulary[.english](refusal: refusal.key, refusal.facts)
        let chinese = Snapshot.vocabulary[.simplifiedChinese](refusal: refusal.key, refusal.facts)
        #expect(english == "Your roles do not allow this: work cases.")
        #expect(!chinese.contains("work") && !chinese.contains("⟦"), "\(chinese)")
    }

    @Test func addressesEncodeTheirValues() {
        #expect(Paths.with("/orders", ["q": "a b&c=周", "state": nil]) == "/orders?q=a%20b%26c%3D%E5%91%A8")
        #expect(Paths.tracking("a/b") == "/t/a%2Fb")
    }

    @Test func assetsHaveAnAddressOfTheirContent() throws {
        let assets = Snapshot.assets
        let found = try #require(assets.file(version: assets.version, name: "staff.css"))
        #expect(found.isCurrent)
        #expect(assets.file(version: "0", name: "staff.css")?.isCurrent == false)
        #expect(assets.file(version: assets.version, name: "../Package.swift") == nil)
        #expect(assets.path("kept.js") == "/assets/\(assets.version)/kept.js")
    }

    @Test func aChartHasAPlaceForEveryValueAndAGapForNone() {
        let chart = Chart(
            .lines, title: "t", labels: ["a", "b", "c"], series: [ChartSeries("s", [0.5, nil, 1])], top: 1,
            format: { "\($0)" })
        #expect(chart.svg.text.components(separatedBy: "<circle").count == 3)
        #expect(chart.svg.text.contains("d=\"M228 130M916 12\""))
        let empty = Chart(.bars, title: "t", labels: [], series: [], format: { "\($0)" })
        #expect(empty.svg.text.contains("<svg"))
    }

    /// Posting forms are made by `form`, which puts in the token; no page writes its own.
    @Test func everyPostingFormCarriesTheToken() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/KeptServer")
        for case let path as String in FileManager.default.enumerator(atPath: sources.path)!
        where path.hasSuffix(".swift") && !path.hasSuffix("Page/Form.swift") {
            let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            #expect(!text.contains("method=\"post\"") && !text.contains("method=\\\"post"), "\(path)")
        }
    }
}
