import KeptFigures
import Testing

@Suite struct QRCodeTests {
    /// FNV-1a of the squares, row by row, by mask; from the Python package `qrcode` 8 at level M in byte mode.
    static let known: [(text: String, version: Int, hashes: [UInt64])] = [
        (
            "https://a.io/q", 1,
            [
                0x2782_1b5d_9def_3219, 0xce57_d2e8_c9e1_ed0b, 0x666b_ccf0_f21b_6beb, 0x708d_31b8_2d18_e1f5,
                0x8222_1860_7075_5e13, 0x521b_6ed1_fdfb_db09, 0x6582_dac0_e371_47ad, 0xb940_03fc_1863_2ba7,
            ]
        ),
        (
            "https://kept.example.org/v/0123456789abcdefghjkmnpqrs", 4,
            [
                0x1b62_0bc0_ae7c_927b, 0xce93_8e3f_4fe0_d651, 0x4d39_44b9_8f01_0224, 0xfa76_ce12_26a8_a418,
                0x4f54_3ebf_6409_896d, 0xb281_d485_1af3_edfb, 0x596e_2df9_af52_2a60, 0x9d52_357a_20df_b1ee,
            ]
        ),
        (
            "Kept: " + String(repeating: "wait honestly. ", count: 7), 7,
            [
                0x0ebd_a126_15a9_03cd, 0xc59b_3bb6_560b_081a, 0x427a_859c_660f_6f0b, 0x7fe6_e2d0_d9da_696d,
                0x4f68_02f0_274e_5edf, 0x0e1c_4d85_3053_b7e9, 0x8f2b_1011_4c79_d78d, 0x4e8f_69cc_a474_0d47,
            ]
        ),
        (
            String(repeating: "é", count: 106), 10,
            [
                0x38b7_125b_563c_f2b7, 0xf6ec_f6ea_7901_0f40, 0x0b38_0caf_8fd3_9fe1, 0xbae2_2e4b_84e7_3e2b,
                0x0dae_851a_8a1d_575d, 0x3ef1_54b2_a570_03ab, 0xc88e_a0e8_5080_8cdb, 0xc7f3_c56d_8d47_b859,
            ]
        ),
    ]

    @Test(arguments: QRCodeTests.known.indices) func squaresAreThoseOfAnotherEncoder(_ place: Int) throws {
        let (text, version, hashes) = Self.known[place]
        let code = try #require(QRCode(text))
        #expect(code.version == version && code.side == version * 4 + 17)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for row in 0..<code.side {
            for column in 0..<code.side { hash = (hash ^ (code.isDark(row, column) ? 1 : 0)) &* 0x100_0000_01b3 }
        }
        #expect(hash == hashes[code.mask])
    }

    @Test func everyLengthUpToTheLargestHasACodeAndNoneBeyond() {
        var last = 0
        for length in 0...213 {
            let version = QRCode(String(repeating: "a", count: length))?.version ?? 0
            #expect(version >= last && version <= 10)
            last = version
        }
        #expect(last == 10 && QRCode(String(repeating: "a", count: 214)) == nil)
    }

    @Test func oneByteMoreThanAVersionHoldsTakesTheNext() {
        for (version, capacity) in zip(1..., [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]) {
            #expect(QRCode(String(repeating: "x", count: capacity))?.version == version)
        }
    }
}
