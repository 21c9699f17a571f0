/// What a column of a file can stand for, whatever its rows are.
protocol ColumnField: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    var kind: OrderField.Kind { get }
    /// How systems head such a column, folded as `OrderField.folded(_:)` does, the most particular first.
    var usualNames: [String] { get }
}

extension OrderField: ColumnField {}

/// What a column of a file of cases can stand for: a case a row, or an event of a case a row. The raw values are the names
/// in a map's JSON.
package enum CaseField: String, Sendable, CaseIterable, Codable, ColumnField {
    case `case`
    case kind, subject
    case openedAt = "opened_at"
    case repliedAt = "replied_at"
    case closedAt = "closed_at"
    case cause
    case customerID = "customer_id"
    case customerName = "customer_name"
    case email, phone, order, place, owner, channel, zone
    case text, direction
    case textAt = "text_at"
    case activity
    case activityAt = "activity_at"
    case resource

    package var kind: OrderField.Kind {
        switch self {
        case .openedAt, .repliedAt, .closedAt, .textAt, .activityAt: .time
        default: .text
        }
    }

    var usualNames: [String] {
        switch self {
        case .case:
            [
                "caseid", "case", "caseno", "casenumber", "ticketid", "ticket", "ticketno", "ticketnumber",
                "incidentid",
                "incident", "requestid", "complaintid", "fallnummer", "vorgangsnummer", "ticketnummer", "chamado",
                "工单号",
                "工单编号", "事项号", "案件号", "案件编号", "投诉编号", "number",
            ]
        case .kind: ["kind", "casekind", "casetype", "tickettype", "requesttype", "type", "art", "tipo", "类型", "事项类型"]
        case .subject:
            [
                "subject", "title", "summary", "shortdescription", "topic", "complainttype", "betreff", "assunto", "主题",
                "标题", "摘要",
            ]
        case .openedAt:
            [
                "openedat", "opened", "opendate", "createdat", "created", "createdon", "creationdate", "datereceived",
                "starttime", "eroffnetam", "erstelltam", "abertoem", "创建时间", "受理时间", "开始时间", "打开时间",
            ]
        case .repliedAt:
            [
                "repliedat", "firstreplyat", "firstresponseat", "firstresponse", "firstreply", "respondedat",
                "beantwortetam", "respondidoem", "首次回复时间", "回复时间", "首次响应时间",
            ]
        case .closedAt:
            [
                "closedat", "resolvedat", "closed", "closedate", "resolved", "solvedat", "completedat", "enddate",
                "geschlossenam", "gelostam", "fechadoem", "关闭时间", "解决时间", "结束时间", "完成时间",
            ]
        case .cause: ["cause", "rootcause", "reason", "ursache", "grund", "causa", "motivo", "原因", "根本原因"]
        case .customerID: OrderField.customerID.usualNames
        case .customerName: OrderField.customerName.usualNames.filter { $0 != "name" } + ["requester", "caller"]
        case .email: OrderField.email.usualNames
        case .phone: OrderField.phone.usualNames
        case .order: OrderField.order.usualNames
        case .place: OrderField.place.usualNames
        case .owner:
            [
                "owner", "assignee", "assignedto", "agent", "handler", "bearbeiter", "zustandig", "responsavel", "负责人",
                "处理人", "受理人",
            ]
        case .channel: ["channel", "contacttype", "submittedvia", "via", "kanal", "canal", "渠道", "来源渠道"]
        case .zone: OrderField.zone.usualNames
        case .text:
            [
                "text", "message", "body", "description", "details", "comment", "content", "consumercomplaintnarrative",
                "nachricht", "beschreibung", "mensagem", "内容", "描述", "消息", "正文",
            ]
        case .direction: ["direction", "inout", "richtung", "direcao", "方向"]
        case .textAt: ["textat", "messageat", "sentat", "messagedate", "gesendetam", "消息时间", "发送时间"]
        case .activity:
            ["activity", "activityid", "event", "action", "conceptname", "aktivitat", "atividade", "活动", "事件", "动作"]
        case .activityAt:
            [
                "activityat", "completetimestamp", "timestamp", "time", "eventtime", "eventat", "timetimestamp",
                "zeitpunkt",
                "datahora", "时间", "时间戳", "发生时间",
            ]
        case .resource:
            ["resource", "orgresource", "actor", "performedby", "user", "ressource", "recurso", "执行人", "操作人"]
        }
    }
}
