/// A text of the demonstration in the two languages of its customers.
struct DemoText: Sendable {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    func text(in language: String) -> String { language.hasPrefix("zh") ? chinese : english }
}

/// The names that the demonstration is made of. All invented.
enum DemoTexts {
    static let business = "Lantern Books · 灯笼书店"
    static let eveningWindow = "Evening · 晚间"
    static let city = "Lanternport"
    static let districts = [
        "Old Quay", "Market Hill", "Northgate", "Riverside", "Garden Mile", "Glassworks", "Castle Park",
    ]
    static let elsewhere = ["Upcountry", "The Coast", "Outer Islands"]

    static let givenNames = [
        "Amelia", "Ben", "Clara", "Daniel", "Edith", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Katja", "Leo", "Mina",
        "Noor", "Oscar", "Petra", "Quentin", "Rosa", "Samuel", "Thea", "Ulla", "Victor", "Wanda", "Yusuf", "Zoe",
    ]
    static let familyNames = [
        "Abbott", "Brandt", "Castell", "Dahl", "Eberhardt", "Fontaine", "Grieve", "Halloran", "Ivarsen", "Jansky",
        "Keller", "Lindqvist", "Marlow", "Novak", "Okafor", "Pereira", "Quist", "Rahman", "Sorensen", "Tanner", "Vance",
        "Whitlock",
    ]
    static let chineseFamilyNames = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "林"]
    static let chineseGivenNames = [
        "小明", "雅婷", "志强", "美玲", "建国", "思远", "晓雯", "子涵", "文博", "静怡", "海燕", "俊杰", "雪梅", "一诺", "明轩",
    ]

    /// Product group, titles and the price in cents of the cheapest.
    static let shelves: [(group: String, price: Int, titles: [String])] = [
        ("fiction", 1_290, ["The Lighthouse Clerk", "A Winter of Small Ships", "雨巷来信", "Nine Keys", "夜航船上的客人"]),
        ("children", 990, ["The Owl Who Was Late", "小狐狸的书店", "Counting Lanterns", "会飞的自行车"]),
        ("science", 2_490, ["How Bridges Listen", "海潮的数学", "A Pocket History of Salt"]),
        ("travel", 1_890, ["Slow Trains East", "老城漫步地图", "Harbours of the North"]),
        ("languages", 1_690, ["Mandarin at Breakfast", "English Over Tea", "一百个港口的问候"]),
    ]
    static let giftWrap = "Gift wrap"

    /// Why a courier without depth is late.
    static let bikeExcuses = [
        DemoText("courier ill, no substitute", "快递员生病，没有替班"), DemoText("scooter battery empty", "电动车没电了"),
        DemoText("nobody at the address", "收件处无人"),
    ]
    static let roadExcuses = [
        DemoText("traffic on the harbour bridge", "海港大桥堵车"), DemoText("address could not be found", "找不到地址"),
        DemoText("nobody at the address", "收件处无人"), DemoText("parcel sorted to the wrong depot", "包裹分拣错站"),
    ]
    static let counterExcuses = [
        DemoText("title not on its shelf", "书不在架上"), DemoText("two colleagues ill", "两位同事生病"),
    ]
    static let causes = [
        "courier without substitute", "battery", "address unclear", "traffic", "sorted wrongly", "not on its shelf",
    ]
    static let cancelled = DemoText("ordered twice", "重复下单")
    static let lost = DemoText("not found at any depot", "各站点均未找到")
    static let damaged = DemoText("corner crushed", "书角压坏")
    static let returned = DemoText("changed their mind", "改变了主意")
}

/// A customer of the demonstration, the same for the same number.
struct DemoCustomer: Sendable {
    static let count = 1_200

    let number: Int
    let name: String
    let language: String
    let email: String
    let isInTheCity: Bool
    let region: String
    let segment: String

    init(_ number: Int) {
        self.number = number
        var dice = Dice(seed: UInt64(number) &* 7_919)
        if dice.falls(0.4) {
            name = dice.pick(DemoTexts.chineseFamilyNames) + dice.pick(DemoTexts.chineseGivenNames)
            language = "zh-Hans"
        } else {
            name = dice.pick(DemoTexts.givenNames) + " " + dice.pick(DemoTexts.familyNames)
            language = "en"
        }
        email = "reader\(number)@lantern.example"
        isInTheCity = dice.falls(0.75)
        region = isInTheCity ? dice.pick(DemoTexts.districts) : dice.pick(DemoTexts.elsewhere)
        segment = ["loyal", "regular", "regular", "new"][dice.number(0...3)]
    }

    var externalID: String { "reader-\(number)" }
    var city: String { isInTheCity ? DemoTexts.city : region }
}
