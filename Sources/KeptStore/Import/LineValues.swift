import KeptDomain

extension Transaction {
    static let lineColumns: [StaticString] = [
        "id", "order_id", "position", "name", "sku", "product_group", "quantity", "filled_quantity", "price_minor",
        "currency", "is_goods",
    ]

    func lineValues(
        _ line: OrderRow.Line, at position: Int64, of order: ID<Order>, isGoods: Bool = true
    ) -> [Value] {
        [
            .int(newID(OrderLine.self).rawValue), .int(order.rawValue), .int(position), .text(line.name),
            .optional(line.sku), .optional(line.productGroup), .int(line.quantity), .optional(line.filledQuantity),
            .int(line.priceMinor), .text(line.currency), .int(isGoods ? 1 : 0),
        ]
    }
}
