namespace RiskSignals.Borrowers;

/// <summary>Words that reveal belief, politics or union membership. Texts that hold one are dropped on the way in; the amount stays.</summary>
internal static class PrivateWords
{
    private static readonly PhraseTable<bool> Table = new(
    [
        // Belief.
        ("CHURCH|CATHEDRAL|PARISH|DIOCESE|CHAPEL|MINISTRY|MINISTRIES|GOSPEL|BAPTIST|METHODIST|CATHOLIC|EVANGELICAL|PENTECOSTAL|MOSQUE|MASJID", true),
        ("ISLAMIC|ZAKAT|SADAQAH|SYNAGOGUE|GURDWARA|MANDIR|BUDDHIST|HINDU|SIKH|JEHOVAH*|TITHE|TITHES|OFFERTORY|SALVATION ARMY|KIRCHE|KIRCHENSTEUER", true),
        ("~KIRCHE|EGLISE|IGLESIA|RELIGIOUS", true),

        // Politics.
        ("LABOUR PARTY|CONSERVATIVE PARTY|LIBERAL DEMOCRATS|LIB DEMS|GREEN PARTY|REFORM UK|PLAID CYMRU|SINN FEIN|POLITICAL|MOMENTUM CAMPAIGN", true),
        ("ACTBLUE|WINRED|DEMOCRATIC PARTY|REPUBLICAN PARTY|DNC|RNC|SPD|CDU|CSU|AFD|BUENDNIS 90", true),

        // Unions.
        ("TRADE UNION|TRADES UNION|LABOR UNION|UNION DUES|UNION SUBS|UNISON|UNITE THE UNION|GMB|USDAW|NASUWT|NEU|RMT", true),
        ("ASLEF|PCS UNION|GEWERKSCHAFT|VER DI", true),
        ("IG METALL|TEAMSTERS|AFSCME|SEIU|UAW|AFL CIO|CGT|CFDT", true),
    ]);

    /// <summary>Whether a text holds one of the words.</summary>
    public static bool Reveal(string text)
    {
        Span<char> room = stackalloc char[TextLine.LengthMax];
        return text.Length > 0 && Table.Find(TextLine.Of(text, "", room)) is not null;
    }
}
