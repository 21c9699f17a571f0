/// The files of the published Olist layout that Kept reads, in the order in which it reads them.
package enum OlistFile: String, Sendable, CaseIterable {
    case translation = "product_category_name_translation"
    case products = "olist_products_dataset"
    case customers = "olist_customers_dataset"
    case orders = "olist_orders_dataset"
    case items = "olist_order_items_dataset"
    case payments = "olist_order_payments_dataset"

    package static let source = "olist"
    /// Its times are wall clock here; its amounts are in this currency.
    package static let zone = "America/Sao_Paulo"
    package static let currency = Currency("BRL")!

    /// The columns that Kept reads.
    package var columns: [String] {
        switch self {
        case .translation: ["product_category_name", "product_category_name_english"]
        case .products: ["product_id", "product_category_name"]
        case .customers:
            ["customer_id", "customer_unique_id", "customer_zip_code_prefix", "customer_city", "customer_state"]
        case .orders:
            [
                "order_id", "customer_id", "order_status", "order_purchase_timestamp", "order_approved_at",
                "order_delivered_carrier_date", "order_delivered_customer_date", "order_estimated_delivery_date",
            ]
        case .items: ["order_id", "order_item_id", "product_id", "price", "freight_value"]
        case .payments: ["order_id", "payment_sequential", "payment_value"]
        }
    }

    package static let orderMap = ColumnMap(
        source: source,
        columns: [
            "order": "order_id", "customer_id": "customer_id", "status": "order_status",
            "ordered_at": "order_purchase_timestamp", "approved_at": "order_approved_at",
            "dispatched_at": "order_delivered_carrier_date", "delivered_at": "order_delivered_customer_date",
            "promised_by": "order_estimated_delivery_date",
        ], zone: zone, currency: "BRL", dates: .ymd)

    /// Told from the name of a file, `.csv` or `.csv.gz`.
    package init?(fileName: String) {
        let plain = fileName.hasSuffix(".gz") ? String(fileName.dropLast(3)) : fileName
        guard plain.hasSuffix(".csv"), let file = OlistFile(rawValue: String(plain.dropLast(4))) else { return nil }
        self = file
    }
}

/// One row of an Olist file other than the orders.
package enum OlistRow: Sendable, Hashable {
    case translation(name: String, english: String)
    case product(id: String, group: String?)
    case customer(id: String, person: String, postcode: String?, city: String?, region: String?)
    case item(line: Int, order: String, number: Int64, product: String, priceMinor: Int64, freightMinor: Int64)
    case payment(line: Int, order: String, number: Int64, valueMinor: Int64)

    /// - Parameter places: of `file.columns` in the record.
    package init(_ file: OlistFile, _ record: CSVRecord, header: [String], places: [Int]) throws(RowFault) {
        try record.check(header)
        func text(_ column: Int) -> String? {
            let bytes = FieldReading.trimmed(record[places[column]])
            return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
        }
        func required(_ column: Int) throws(RowFault) -> String {
            guard let text = text(column) else { throw record.fault(at: places[column], header, .empty) }
            return text
        }
        func count(_ column: Int) throws(RowFault) -> Int64 {
            do throws(FieldFault) {
                return try FieldReading.count(FieldReading.trimmed(record[places[column]]))
            } catch {
                throw record.fault(at: places[column], header, error.reason)
            }
        }
        func money(_ column: Int) throws(RowFault) -> Int64 {
            do throws(FieldFault) {
                let field = FieldReading.trimmed(record[places[column]])
                return try FieldReading.minorUnits(field, exponent: OlistFile.currency.exponent, decimal: 0x2E)
            } catch {
                throw record.fault(at: places[column], header, error.reason)
            }
        }
        switch file {
        case .translation: self = .translation(name: try required(0), english: try required(1))
        case .products: self = .product(id: try required(0), group: text(1))
        case .customers:
            self = .customer(
                id: try required(0), person: try required(1), postcode: text(2), city: text(3), region: text(4))
        case .items:
            self = .item(
                line: record.line, order: try required(0), number: try count(1), product: try required(2),
                priceMinor: try money(3), freightMinor: try money(4))
        case .payments:
            self = .payment(line: record.line, order: try required(0), number: try count(1), valueMinor: try money(2))
        case .orders: preconditionFailure("orders are read by their map")
        }
    }
}
