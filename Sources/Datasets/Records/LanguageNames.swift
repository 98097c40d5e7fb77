/// Names and codes of languages, which head the columns of pairs.
enum LanguageNames {
    /// Whether two cells name two languages, with or without a region as in `en-GB`; a list of names that begins with one
    /// language in two languages is no header.
    static func areDifferent(_ first: String, _ second: String) -> Bool {
        guard let first = language(first), let second = language(second) else { return false }
        return first != second
    }

    /// The code of the language that a cell names.
    private static func language(_ cell: String) -> String? {
        let name = ColumnNames.plain(cell)
        if let code = codes[name] { return code }
        let parts = name.split(whereSeparator: { $0 == "-" || $0 == "_" })
        guard parts.count == 2, parts[0].utf8.count <= 3, (2...4).contains(parts[1].utf8.count) else { return nil }
        return codes[String(parts[0])]
    }

    private static let codes: [String: String] = {
        var codes: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let names = line.split(separator: " ").map(String.init)
            for name in names { codes[name] = names[0] }
        }
        return codes
    }()

    /// A language a line: its codes, then names in several languages, in lower case.
    private static let table = """
        en eng english englisch anglais inglés inglês inglese engels английский 英语 英語
        de deu ger german deutsch allemand alemán alemão tedesco duits немецкий 德语 ドイツ語
        fr fra fre french französisch français francés francês francese frans французский 法语 フランス語
        es spa spanish spanisch espagnol español espanhol spagnolo spaans испанский 西班牙语 スペイン語
        it ita italian italienisch italien italiano italiaans итальянский 意大利语 イタリア語
        pt por portuguese portugiesisch portugais portugués português portoghese portugees португальский 葡萄牙语 ポルトガル語
        nl nld dut dutch niederländisch néerlandais neerlandés holandês olandese nederlands нидерландский 荷兰语 オランダ語
        ru rus russian russisch russe ruso russo русский 俄语 ロシア語
        zh zho chi cmn chinese chinesisch chinois chino chinês cinese chinees китайский 中文 汉语 中国語
        ja jpn japanese japanisch japonais japonés japonês giapponese japans японский 日本語 日语
        ar ara arabic arabisch arabe árabe arabo арабский العربية
        ko kor korean koreanisch coréen coreano koreaans корейский 한국어
        pl pol polish polnisch polonais polaco polacco pools polski польский
        cs ces cze czech tschechisch tchèque checo ceco tsjechisch čeština чешский
        sk slk slo slovak slowakisch slovaque slovenčina
        sl slv slovenian slovene slowenisch slovène slovenščina
        uk ukr ukrainian ukrainisch ukrainien українська украинский
        bg bul bulgarian bulgarisch bulgare български
        el ell gre greek griechisch grec griego greco ελληνικά
        tr tur turkish türkisch turc turco türkçe турецкий
        hu hun hungarian ungarisch hongrois magyar
        ro ron rum romanian rumänisch roumain română
        sv swe swedish schwedisch suédois svenska
        da dan danish dänisch danois dansk
        no nb nn nor norwegian norwegisch norvégien norsk
        fi fin finnish finnisch finnois suomi
        et estonian estnisch estonien eesti
        lv lav latvian lettisch letton latviešu
        lt lit lithuanian litauisch lituanien lietuvių
        hr hrv croatian kroatisch croate hrvatski
        sr srp serbian serbisch serbe српски srpski
        ga gle irish irisch irlandais gaeilge
        mt mlt maltese maltesisch maltais malti
        is isl ice icelandic isländisch islandais íslenska
        ca cat catalan katalanisch català
        eu eus baq basque baskisch euskara
        gl glg galician galicisch galego
        la lat latin latein
        eo epo esperanto
        he heb hebrew hebräisch hébreu עברית
        fa fas persian farsi persisch persan فارسی
        hi hin hindi
        bn ben bengali
        ur urd urdu
        ta tam tamil
        te tel telugu
        th tha thai ไทย
        vi vie vietnamese vietnamesisch vietnamien
        id ind indonesian indonesisch indonésien
        ms msa malay malaiisch malais
        tl tgl tagalog
        sw swa swahili kiswahili
        af afr afrikaans
        cy cym wel welsh walisisch cymraeg
        """
}
