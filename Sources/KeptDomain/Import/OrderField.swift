/// What a column of an orders file can stand for. The raw values are the names in a map's JSON.
package enum OrderField: String, Sendable, CaseIterable, Codable {
    case order
    case orderedAt = "ordered_at"
    case promisedBy = "promised_by"
    case approvedAt = "approved_at"
    case preparedAt = "prepared_at"
    case dispatchedAt = "dispatched_at"
    case inTransitAt = "in_transit_at"
    case deliveredAt = "delivered_at"
    case cancelledAt = "cancelled_at"
    case status
    case attempts
    case customerID = "customer_id"
    case customerName = "customer_name"
    case email, phone, city, region, postcode, zone, segment, channel, place, carrier
    case currency, total
    case complete, undamaged, filled, billed
    case line
    case lineName = "line_name"
    case sku
    case productGroup = "product_group"
    case quantity
    case filledQuantity = "filled_quantity"
    case price
    case event
    case eventAt = "event_at"
    case reason

    package var kind: Kind {
        switch self {
        case .orderedAt, .promisedBy, .approvedAt, .preparedAt, .dispatchedAt, .inTransitAt, .deliveredAt, .cancelledAt,
            .eventAt:
            .time
        case .attempts, .line, .quantity, .filledQuantity: .count
        case .total, .price: .money
        case .complete, .undamaged, .filled, .billed: .flag
        default: .text
        }
    }

    package enum Kind: Sendable { case text, time, count, money, flag }

    /// Fields that describe one line of an order.
    package var isOfLine: Bool {
        switch self {
        case .line, .lineName, .sku, .productGroup, .quantity, .filledQuantity, .price: true
        default: false
        }
    }

    /// How systems head such a column, in English, German, Portuguese and Chinese, folded as `folded(_:)` does. The
    /// first are the most particular.
    var usualNames: [String] {
        switch self {
        case .order:
            [
                "orderid", "ordernumber", "orderno", "ordernr", "order", "bestellnummer", "bestellnr", "auftragsnummer",
                "auftragsnr", "bestellung", "numerodopedido", "idpedido", "pedidoid", "codigopedido", "pedido", "订单号",
                "订单编号", "订单id", "订单", "externalid", "saleid", "invoiceno",
            ]
        case .orderedAt:
            [
                "orderedat", "orderdate", "ordertime", "orderpurchasetimestamp", "purchasetimestamp", "purchasedate",
                "createdat", "dateordered", "placedat", "bestelldatum", "bestelltam", "bestellzeit", "auftragsdatum",
                "datadopedido", "datapedido", "datadacompra", "datacompra", "下单时间", "下单日期", "订单日期", "订单时间", "订购日期",
                "创建时间", "购买时间", "ordered",
            ]
        case .promisedBy:
            [
                "promisedby", "promiseddate", "promisedat", "orderestimateddeliverydate", "estimateddeliverydate",
                "estimateddelivery", "expecteddelivery", "expecteddeliverydate", "deliverydue", "duedate", "promised",
                "liefertermin",
                "zugesagtbis", "zusage", "voraussichtlichelieferung", "prazodeentrega", "dataprevista",
                "previsaodeentrega",
                "prazo", "承诺时间", "承诺日期", "预计送达", "预计送达时间", "预计到货", "预计交付日期", "应到时间",
            ]
        case .approvedAt:
            [
                "approvedat", "orderapprovedat", "approvaldate", "paidat", "confirmedat", "paymentdate", "bestatigtam",
                "freigegebenam", "bezahltam", "zahlungsdatum", "aprovadoem", "dataaprovacao", "datadepagamento", "审核时间",
                "付款时间", "支付时间",
                "确认时间",
            ]
        case .preparedAt:
            [
                "preparedat", "packedat", "pickedat", "readyat", "packeddate", "verpacktam", "gepacktam",
                "kommissioniertam", "embaladoem", "separadoem", "备货时间", "打包时间", "拣货时间",
            ]
        case .dispatchedAt:
            [
                "dispatchedat", "shippedat", "shipdate", "shippingdate", "shippeddate", "dispatchdate",
                "orderdeliveredcarrierdate", "handedover", "fulfilledat", "versandtam", "versanddatum", "verschicktam",
                "enviadoem", "dataenvio", "datadeenvio", "despachadoem", "发货时间", "发货日期", "出库时间", "发出时间",
                "shipped", "dispatched",
            ]
        case .inTransitAt:
            ["intransitat", "intransit", "transitdate", "unterwegsseit", "emtransitoem", "emtransito", "运输时间", "在途时间"]
        case .deliveredAt:
            [
                "deliveredat", "deliverydate", "delivereddate", "ordercustomerdeliverydate",
                "orderdeliveredcustomerdate", "deliveredon", "receivedat", "geliefertam", "zugestelltam", "lieferdatum",
                "zustelldatum", "entregueem", "datadeentrega", "dataentrega", "送达时间", "签收时间", "送达日期", "签收日期", "收货时间",
                "交付日期", "delivered", "arrived",
            ]
        case .cancelledAt: ["cancelledat", "canceledat", "canceldate", "storniertam", "canceladoem", "取消时间"]
        case .status:
            [
                "status", "orderstatus", "state", "deliverystatus", "bestellstatus", "statusdopedido", "situacao",
                "订单状态", "状态",
            ]
        case .attempts:
            ["attempts", "deliveryattempts", "tries", "zustellversuche", "versuche", "tentativas", "投递次数", "派送次数"]
        case .customerID:
            [
                "customerid", "customerno", "customernumber", "clientid", "buyerid", "kundennummer", "kundennr",
                "kundenid",
                "idcliente", "codigocliente", "客户编号", "客户id", "会员号", "买家id", "用户id",
            ]
        case .customerName:
            [
                "customername", "customer", "buyername", "recipient", "fullname", "client", "name", "kunde",
                "kundenname",
                "empfanger", "cliente", "nomedocliente", "nome", "客户", "客户姓名", "客户名称", "收货人", "姓名", "买家",
            ]
        case .email:
            ["email", "customeremail", "mail", "emailaddress", "emailadresse", "correio", "邮箱", "电子邮件", "电子邮箱"]
        case .phone:
            [
                "phone", "phonenumber", "mobile", "telefon", "telefonnummer", "handy", "telefone", "celular", "电话",
                "手机", "手机号", "联系电话",
            ]
        case .city: ["city", "customercity", "shippingcity", "town", "stadt", "ort", "cidade", "城市", "市"]
        case .region:
            [
                "region", "customerstate", "province", "shippingregion", "shippingprovince", "county", "bundesland",
                "estado", "uf", "regiao", "省份", "省", "地区", "区域", "大区",
            ]
        case .postcode:
            ["postcode", "zip", "zipcode", "postalcode", "plz", "postleitzahl", "cep", "邮编", "邮政编码"]
        case .zone: ["zone", "timezone", "tz", "zeitzone", "fusohorario", "时区"]
        case .segment:
            [
                "segment", "customersegment", "customergroup", "tier", "kundengruppe", "kundensegment", "segmento",
                "客户分组", "客户类型", "客户等级", "分群",
            ]
        case .channel:
            ["channel", "saleschannel", "source", "kanal", "vertriebskanal", "canal", "canaldevenda", "渠道", "销售渠道"]
        case .place:
            [
                "place", "store", "branch", "warehouse", "location", "shop", "filiale", "lager", "standort", "loja",
                "filial", "armazem", "门店", "仓库", "店铺", "网点",
            ]
        case .carrier:
            [
                "carrier", "shipper", "courier", "shippingcompany", "deliverycompany", "shipvia", "shippingmethod",
                "versanddienst",
                "versanddienstleister", "spediteur", "paketdienst", "transportadora", "承运商", "快递公司", "物流公司", "快递",
                "承运人",
            ]
        case .currency: ["currency", "currencycode", "wahrung", "moeda", "币种", "货币"]
        case .total:
            [
                "total", "ordertotal", "totalamount", "grandtotal", "amount", "summe", "gesamtbetrag", "betrag",
                "valortotal", "valor", "总金额", "订单金额", "金额", "总价",
            ]
        case .complete: ["complete", "iscomplete", "vollstandig", "completo", "完整", "是否完整"]
        case .undamaged: ["undamaged", "intact", "unbeschadigt", "semdanos", "完好", "无损"]
        case .filled: ["filledcorrectly", "correct", "richtiggefullt", "correto", "正确"]
        case .billed: ["billedcorrectly", "invoicecorrect", "richtigberechnet", "cobradocorretamente", "账单正确"]
        case .line:
            ["linenumber", "lineno", "lineid", "orderitemid", "position", "positionsnummer", "item", "行号", "明细号"]
        case .lineName:
            [
                "linename", "productname", "itemname", "product", "description", "article", "title", "artikel",
                "artikelname",
                "produkt", "bezeichnung", "produto", "nomedoproduto", "descricao", "商品", "商品名称", "产品", "产品名称", "品名",
                "item",
            ]
        case .sku:
            [
                "sku", "productid", "articleno", "itemcode", "productcode", "artikelnummer", "artikelnr",
                "codigodoproduto", "idproduto", "商品编号", "商品编码", "货号",
            ]
        case .productGroup:
            [
                "productgroup", "category", "productcategory", "department", "warengruppe", "kategorie",
                "produktgruppe", "categoria", "grupo", "商品类别", "类别", "品类", "分类",
            ]
        case .quantity:
            ["quantity", "qty", "units", "pieces", "menge", "anzahl", "stuckzahl", "quantidade", "qtd", "数量", "件数"]
        case .filledQuantity:
            [
                "filledquantity", "shippedquantity", "deliveredquantity", "qtyshipped", "liefermenge",
                "quantidadeenviada", "发货数量", "实发数量",
            ]
        case .price:
            [
                "price", "unitprice", "priceeach", "itemprice", "preis", "einzelpreis", "stuckpreis", "preco",
                "precounitario", "单价", "价格",
            ]
        case .event: ["event", "eventkind", "eventtype", "ereignis", "evento", "事件", "事件类型"]
        case .eventAt: ["eventat", "eventtime", "eventdate", "at", "timestamp", "zeitpunkt", "datadoevento", "事件时间"]
        case .reason: ["reason", "note", "comment", "grund", "motivo", "原因", "备注"]
        }
    }

    /// Lower case, accents off, letters and digits of any script only: `Order-Nr.` and `order nr` are the same.
    package static func folded(_ header: String) -> String {
        var plain = ""
        for character in header.lowercased() where character.isLetter || character.isNumber {
            plain.append(accents[character] ?? character)
        }
        return plain
    }

    private static let accents: [Character: Character] = [
        "à": "a", "á": "a", "â": "a", "ã": "a", "ä": "a", "å": "a", "ç": "c", "è": "e", "é": "e", "ê": "e", "ë": "e",
        "ì": "i", "í": "i", "î": "i", "ï": "i", "ñ": "n", "ò": "o", "ó": "o", "ô": "o", "õ": "o", "ö": "o", "ø": "o",
        "ù": "u", "ú": "u", "û": "u", "ü": "u", "ý": "y", "ß": "s",
    ]
}
