/// What other systems call the states and events of an order.
enum StatusWords {
    static func status(_ word: String) -> OrderStatus? {
        OrderStatus(rawValue: word) ?? usual[OrderField.folded(word)]
    }

    static func event(_ word: String) -> TrackingEvent.Kind? {
        if let kind = TrackingEvent.Kind(rawValue: word) { return kind }
        let folded = OrderField.folded(word)
        if ["damaged", "beschadigt", "danificado", "破损"].contains(folded) { return .damaged }
        // An order that was placed has no event of its own: its time is the order's.
        return usual[folded].flatMap { TrackingEvent.Kind(rawValue: $0.rawValue) }
    }

    private static let usual: [String: OrderStatus] = {
        let words: [(OrderStatus, [String])] = [
            (
                .ordered,
                [
                    "ordered", "created", "new", "open", "placed", "pending", "neu", "offen", "bestellt", "criado",
                    "pendente", "novo", "待处理", "新订单", "已下单", "待付款",
                ]
            ),
            (
                .approved,
                [
                    "approved", "paid", "confirmed", "processing", "invoiced", "accepted", "bezahlt", "bestatigt",
                    "freigegeben", "inbearbeitung", "aprovado", "pago", "faturado", "emprocessamento", "已付款", "已支付",
                    "已确认", "处理中", "已审核",
                ]
            ),
            (
                .prepared,
                [
                    "prepared", "packed", "picked", "ready", "readytoship", "gepackt", "verpackt", "kommissioniert",
                    "embalado", "separado", "已打包", "已备货", "待发货",
                ]
            ),
            (
                .dispatched,
                [
                    "dispatched", "shipped", "sent", "fulfilled", "handedover", "versandt", "versendet", "verschickt",
                    "enviado", "despachado", "已发货", "已出库",
                ]
            ),
            (
                .inTransit,
                [
                    "intransit", "transit", "outfordelivery", "unterwegs", "inzustellung", "emtransito", "acaminho",
                    "运输中", "在途", "派送中", "配送中",
                ]
            ),
            (
                .attempted,
                ["attempted", "deliveryattempted", "failedattempt", "zustellversuch", "tentativa", "投递失败", "派送失败"]
            ),
            (
                .delivered,
                [
                    "delivered", "completed", "complete", "received", "done", "geliefert", "zugestellt",
                    "abgeschlossen", "entregue", "concluido", "已送达", "已签收", "已完成", "已收货", "交易成功",
                ]
            ),
            (.lost, ["lost", "verloren", "perdido", "extraviado", "丢失", "已丢失"]),
            (
                .returned,
                ["returned", "refunded", "retoure", "zuruckgesandt", "retourniert", "devolvido", "已退货", "退回", "已退款"]
            ),
            (
                .cancelled,
                ["cancelled", "canceled", "void", "storniert", "abgebrochen", "cancelado", "已取消", "取消", "交易关闭"]
            ),
            (
                .unavailable,
                [
                    "unavailable", "outofstock", "soldout", "nichtlieferbar", "ausverkauft", "indisponivel",
                    "semestoque", "缺货", "无货",
                ]
            ),
        ]
        var all: [String: OrderStatus] = [:]
        for (status, names) in words { for name in names { all[name] = status } }
        return all
    }()
}
