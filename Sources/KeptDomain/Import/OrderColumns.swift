/// The column of each field in one file; −1 for a field that the file does not have.
struct OrderColumns: Sendable {
    let order, orderedAt, promisedBy, approvedAt, preparedAt, dispatchedAt, inTransitAt, deliveredAt,
        cancelledAt, status, attempts, customerID, customerName, email, phone, city, region, postcode, zone,
        segment, channel, place, carrier, currency, total, complete, undamaged, filled, billed, line, lineName,
        sku, productGroup, quantity, filledQuantity, price, event, eventAt, reason: Int

    init(_ map: ColumnMap, _ header: [String]) {
        func column(_ field: OrderField) -> Int {
            map.columns[field.rawValue].flatMap { header.firstIndex(of: $0) } ?? -1
        }
        order = column(.order)
        orderedAt = column(.orderedAt)
        promisedBy = column(.promisedBy)
        approvedAt = column(.approvedAt)
        preparedAt = column(.preparedAt)
        dispatchedAt = column(.dispatchedAt)
        inTransitAt = column(.inTransitAt)
        deliveredAt = column(.deliveredAt)
        cancelledAt = column(.cancelledAt)
        status = column(.status)
        attempts = column(.attempts)
        customerID = column(.customerID)
        customerName = column(.customerName)
        email = column(.email)
        phone = column(.phone)
        city = column(.city)
        region = column(.region)
        postcode = column(.postcode)
        zone = column(.zone)
        segment = column(.segment)
        channel = column(.channel)
        place = column(.place)
        carrier = column(.carrier)
        currency = column(.currency)
        total = column(.total)
        complete = column(.complete)
        undamaged = column(.undamaged)
        filled = column(.filled)
        billed = column(.billed)
        line = column(.line)
        lineName = column(.lineName)
        sku = column(.sku)
        productGroup = column(.productGroup)
        quantity = column(.quantity)
        filledQuantity = column(.filledQuantity)
        price = column(.price)
        event = column(.event)
        eventAt = column(.eventAt)
        reason = column(.reason)
    }
}
