/// What a column of a file of visits can stand for, a visit a row. The raw values are the names in a map's JSON.
package enum VisitField: String, Sendable, CaseIterable, Codable, ColumnField {
    case visit, line
    case joined, called, served, ended
    case outcome, party, kind, priority, point, place, zone

    package var kind: OrderField.Kind {
        switch self {
        case .joined, .called, .served, .ended: .time
        case .party, .priority: .count
        default: .text
        }
    }

    var usualNames: [String] {
        switch self {
        case .visit: ["visitid", "visit", "ticketid", "ticketno", "id", "排队号", "票号", "编号"]
        case .line: ["line", "queue", "queuename", "servicename", "warteschlange", "fila", "队列", "排队队列"]
        case .joined:
            [
                "joined", "joinedat", "arrived", "arrivedat", "arrival", "arrivaltime", "checkin", "created", "entered",
                "angekommen", "chegada", "取号时间", "到达时间", "排队时间",
            ]
        case .called: ["called", "calledat", "calltime", "aufgerufen", "chamado", "叫号时间"]
        case .served:
            [
                "served", "servedat", "servicestart", "startedat", "startservice", "bedient", "atendimento", "开始时间",
                "服务时间",
            ]
        case .ended:
            ["ended", "endedat", "serviceend", "finished", "finishedat", "left", "leftat", "ende", "fim", "结束时间"]
        case .outcome: ["outcome", "result", "status", "state", "ergebnis", "resultado", "结果", "状态"]
        case .party: ["party", "partysize", "people", "guests", "personen", "pessoas", "人数"]
        case .kind: ["kind", "type", "topic", "matter", "service", "anliegen", "assunto", "类型", "事项"]
        case .priority: ["priority", "prio", "prioritat", "prioridade", "优先级"]
        case .point: ["point", "counter", "desk", "table", "agent", "server", "schalter", "balcao", "窗口", "柜台"]
        case .place: OrderField.place.usualNames
        case .zone: OrderField.zone.usualNames
        }
    }
}

extension PastVisit.Outcome {
    /// As files write it; `nil` for what is none of them.
    ///
    /// - Parameter own: the file's words in small letters, with what each stands for.
    init?(word: String, _ own: [String: String]) {
        let word = word.lowercased()
        if let told = own[word] {
            self.init(rawValue: told)
            return
        }
        switch word {
        case "served", "agent", "done", "finished", "completed", "answered", "bedient", "atendido", "已服务", "完成":
            self = .served
        case "left", "hang", "abandoned", "gone", "reneged", "gegangen", "desistiu", "离开", "放弃": self = .left
        case "no-show", "noshow", "no show", "missed", "nicht erschienen", "过号", "未到": self = .noShow
        case "void", "phantom", "test", "cancelled", "canceled", "storniert", "作废", "取消": self = .void
        default: return nil
        }
    }
}
