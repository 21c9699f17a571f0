import KeptDomain
import KeptWords
import Testing

@Suite struct WordFormatTests {
    let english: Words
    let chinese: Words
    let today = Day(year: 2026, month: 11, day: 5)!

    init() throws {
        let vocabulary = try Vocabulary.load()
        english = vocabulary[.english]
        chinese = vocabulary[.simplifiedChinese]
    }

    @Test func aMomentIsSaidAsItsReadersSayIt() {
        #expect(english.moment(today, secondOfDay: 18 * 3_600, today: today) == "Thu 5 Nov, 18:00")
        #expect(chinese.moment(today, secondOfDay: 18 * 3_600, today: today) == "11月5日 周四 18:00")
    }

    @Test func aDayOfAnotherYearNamesIt() {
        let next = Day(year: 2027, month: 1, day: 3)!
        #expect(english.day(next, today: today) == "Sun 3 Jan 2027")
        #expect(chinese.day(next, today: today) == "2027年1月3日 周日")
        #expect(english.longDay(next) == "Sunday 3 January 2027")
        #expect(chinese.longDay(next) == "2027年1月3日 星期日")
    }

    @Test func theDaysAroundTodayHaveNames() {
        #expect(english.nearMoment(today.advanced(by: 1), secondOfDay: 43_200, today: today) == "tomorrow, 12:00")
        #expect(chinese.nearMoment(today, secondOfDay: 43_200, today: today) == "今天 12:00")
        #expect(english.nearDay(today.advanced(by: -1), today: today) == "yesterday")
        #expect(english.nearDay(today.advanced(by: 2), today: today) == "Sat 7 Nov")
    }

    @Test(arguments: [
        (7_500, "in 2 h 5 min", "2 小时 5 分钟后"), (-259_200, "3 days ago", "3 天前"), (-90_000, "1 day ago", "1 天前"),
        (40, "in 40 s", "40 秒后"), (0, "now", "现在"), (3_600, "in 1 h", "1 小时后"), (-61, "1 min ago", "1 分钟前"),
        (12_096_000, "in 140 days", "140 天后"),
    ])
    func relativeTime(seconds: Int, inEnglish: String, inChinese: String) {
        #expect(english.relative(.seconds(Int64(seconds))) == inEnglish)
        #expect(chinese.relative(.seconds(Int64(seconds))) == inChinese)
    }

    @Test(arguments: [
        (7_199, "1 h 59 min"), (97_200, "1 day 3 h"), (86_400, "1 day"), (59, "59 s"), (900_000, "10 days"),
    ])
    func durationsAreRoundedDown(seconds: Int, text: String) {
        #expect(english.duration(.seconds(Int64(seconds))) == text)
        #expect(english.duration(.seconds(Int64(-seconds))) == text)
    }

    @Test func measuresHaveOneFigureAndOneUnit() {
        #expect(english.shortDuration(.hours(36)) == "1.5 d")
        #expect(english.shortDuration(.minutes(90)) == "1.5 h")
        #expect(chinese.shortDuration(.minutes(12)) == "12 分钟")
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "−12,345"),
        (Int.min, "−9,223,372,036,854,775,808"),
    ])
    func thousandsAreGrouped(value: Int, text: String) {
        #expect(english.number(value) == text)
    }

    @Test func decimalsAreExactlyAsManyAsAsked() {
        #expect(english.number(1234.55, digits: 1) == "1,234.6")
        #expect(english.number(-0.04, digits: 2) == "−0.04")
        #expect(english.number(3, digits: 0) == "3")
        #expect(english.number(.nan, digits: 1) == "–")
    }

    @Test(arguments: [
        (0.82, "82 %"), (1.0, "100 %"), (0.0, "0 %"), (0.996, "99.6 %"), (0.9996, "99.96 %"), (0.99999, "99.99 %"),
        (0.004, "0.4 %"), (0.5, "50 %"),
    ])
    func aShareIsNeverRoundedToAllOrNone(value: Double, text: String) {
        #expect(english.share(value) == text)
    }

    @Test func chineseWritesSharesWithoutASpace() { #expect(chinese.share(0.82) == "82%") }

    @Test(arguments: [
        (Int64(1_999), "EUR", "€19.99", "€19.99"), (1_999, "JPY", "JP¥1,999", "JP¥1,999"),
        (-123_456, "CNY", "−CN¥1,234.56", "−¥1,234.56"), (5, "CHF", "CHF 0.05", "CHF 0.05"),
        (1_234_567, "BHD", "BHD 1,234.567", "BHD 1,234.567"),
        (Int64.min, "USD", "−$92,233,720,368,547,758.07", "−US$92,233,720,368,547,758.07"),
    ])
    func moneyIsWhollyInItsCurrencysUnits(minor: Int64, code: String, inEnglish: String, inChinese: String) {
        let amount = Money(minor: minor, currency: Currency(code)!)
        #expect(english.money(amount) == inEnglish)
        #expect(chinese.money(amount) == inChinese)
    }

    @Test func lists() {
        #expect(english.list(["a", "b", "c"]) == "a, b and c")
        #expect(chinese.list(["甲", "乙", "丙"]) == "甲、乙和丙")
        #expect(english.list(["a"]) == "a")
        #expect(english.list([]) == "")
    }

    @Test func theFormFollowsTheCount() {
        #expect(english("durations.days", count: 1) == "1 day")
        #expect(english("durations.days", count: 1_200) == "1,200 days")
        #expect(chinese("durations.days", count: 1) == "1 天")
    }

    @Test func whatIsMissingShowsItsName() {
        #expect(english(WordKey.of("durations", named: "no-such-word")) == "⟦durations.no-such-word⟧")
        #expect(english("durations.ahead") == "in ⟦length⟧")
    }
}
