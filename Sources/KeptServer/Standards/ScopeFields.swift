import KeptDomain

extension StandardScope {
    /// As a program tells it. Lines are asked for where they mean something.
    init(_ fields: JSONFields) {
        self.init(
            place: fields.optionalID("place"), carrier: fields.optionalID("carrier"),
            segment: fields.optionalText("segment"), channel: fields.optionalText("channel"),
            region: fields.optionalText("region"), productGroup: fields.optionalText("product_group"),
            sameCity: fields.optionalFlag("same_city") ?? false)
    }

    /// As a form tells it, without a line.
    init(_ form: SubmittedForm) throws {
        self.init(
            place: try form.id("place"), carrier: try form.id("carrier"), segment: form["segment"],
            channel: form["channel"], region: form["region"], productGroup: form["product_group"],
            sameCity: form.isTicked("same_city"))
    }
}

extension JSONWriter {
    /// The members of a scope but its line.
    mutating func members(of scope: StandardScope) {
        field("place", scope.place)
        field("carrier", scope.carrier)
        field("segment", scope.segment)
        field("channel", scope.channel)
        field("region", scope.region)
        field("product_group", scope.productGroup)
        field("same_city", scope.sameCity)
    }
}

extension Schema {
    /// - Parameter more: further members.
    static func scope(_ more: SchemaField...) -> Schema {
        .object(
            [
                .optional("place", .nullable(.id)), .optional("carrier", .nullable(.id)),
                .optional("segment", .nullable(.text)), .optional("channel", .nullable(.text)),
                .optional("region", .nullable(.text)), .optional("product_group", .nullable(.text)),
                .optional("same_city", .boolean),
            ] + more)
    }
}
