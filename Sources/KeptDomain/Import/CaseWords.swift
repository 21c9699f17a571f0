/// What other systems call the kinds of cases, what happens to them, and the ways by which customers write.
enum CaseWords {
    /// - Parameter own: the file's words as its map explains them, in small letters.
    static func activity(_ word: String, _ own: [String: String]) -> CaseHistoryEvent.Kind {
        if let told = own[word.lowercased()].flatMap(CaseHistoryEvent.Kind.init(rawValue:)) { return told }
        return CaseHistoryEvent.Kind(rawValue: word) ?? activities[OrderField.folded(word)] ?? .noted
    }

    static func kind(_ word: String, _ own: [String: String]) -> Case.Kind? {
        if let told = own[word.lowercased()].flatMap(Case.Kind.init(rawValue:)) { return told }
        return Case.Kind(rawValue: word) ?? kinds[OrderField.folded(word)]
    }

    static func channel(_ word: String) -> Message.Channel? {
        Message.Channel(rawValue: word) ?? channels[OrderField.folded(word)]
    }

    static func direction(_ word: String) -> Message.Direction? {
        Message.Direction(rawValue: word) ?? directions[OrderField.folded(word)]
    }

    private static func table<T>(_ words: [(T, [String])]) -> [String: T] {
        var all: [String: T] = [:]
        for (meaning, names) in words { for name in names { all[name] = meaning } }
        return all
    }

    private static let activities = table([
        (
            CaseHistoryEvent.Kind.opened,
            [
                "opened", "open", "created", "new", "registered", "received", "eroffnet", "erstellt", "aberto", "创建",
                "新建", "受理", "打开",
            ]
        ),
        (
            .replied,
            [
                "replied", "reply", "answered", "responded", "response", "firstresponse", "beantwortet", "respondido",
                "回复", "已回复", "答复",
            ]
        ),
        (
            .closed,
            [
                "closed", "close", "resolved", "resolve", "resolveticket", "resolveincident", "solved", "completed",
                "done",
                "geschlossen", "gelost", "erledigt", "fechado", "resolvido", "关闭", "已关闭", "解决", "已解决", "完成", "结案",
            ]
        ),
        (.reopened, ["reopened", "reopen", "wiedereroffnet", "reaberto", "重开", "重新打开", "再次打开"]),
        (
            .handedOver,
            [
                "handedover", "assigned", "assign", "reassigned", "transferred", "escalated", "takeinchargeticket",
                "ubergeben", "zugewiesen", "transferido", "转交", "转派", "分配", "已分配", "升级",
            ]
        ),
    ])

    private static let kinds = table([
        (Case.Kind.complaint, ["complaint", "beschwerde", "reklamation", "reclamacao", "投诉", "抱怨"]),
        (.question, ["question", "inquiry", "enquiry", "query", "frage", "anfrage", "pergunta", "咨询", "问题", "疑问"]),
        (
            .request,
            ["request", "servicerequest", "task", "incident", "problem", "anliegen", "pedido", "请求", "申请", "需求", "报修"]
        ),
        (.praise, ["praise", "compliment", "lob", "elogio", "表扬", "赞扬"]),
        (.suggestion, ["suggestion", "idea", "vorschlag", "sugestao", "建议"]),
        (.failure, ["failure"]),
    ])

    private static let channels = table([
        (Message.Channel.email, ["email", "mail", "邮件", "电子邮件"]),
        (.phone, ["phone", "telephone", "call", "telefon", "电话"]),
        (.form, ["form", "web", "website", "selfservice", "portal", "formular", "网页", "网站", "表单"]),
        (.chat, ["chat", "im", "messenger", "wechat", "livechat", "在线客服", "微信", "聊天"]),
        (.counter, ["counter", "walkin", "inperson", "directopening", "schalter", "柜台", "上门", "现场"]), (.api, ["api"]),
    ])

    private static let directions = table([
        (
            Message.Direction.incoming,
            ["in", "incoming", "inbound", "received", "customer", "eingehend", "来", "收到", "客户"]
        ),
        (.outgoing, ["out", "outgoing", "outbound", "sent", "agent", "ausgehend", "发", "发出", "回复"]),
        (.internal, ["internal", "note", "private", "intern", "内部", "备注"]),
    ])
}
