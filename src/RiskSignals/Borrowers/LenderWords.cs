namespace RiskSignals.Borrowers;

/// <summary>What kind of lender a name belongs to.</summary>
public enum LenderKind
{
    /// <summary>A bank, a card, a finance firm, a credit union.</summary>
    Ordinary,

    /// <summary>High-cost short-term lending: payday, title, doorstep and pawn loans, wage advances.</summary>
    HighCost,

    /// <summary>Collects debts, its own or others'.</summary>
    Collector,
}

/// <summary>
/// Recognises lenders by words of their trade, in a few languages, and by a short list of names by country. A lender that trades under a
/// name without such a word is not recognised.
/// </summary>
public static class LenderWords
{
    private static readonly PhraseTable<LenderKind> Table = new(
    [
        // Words of the trade.
        ("DEBT COLLECT*|DEBT RECOVER*|DEBT MANAGEMENT|DEBT PURCHASE|COLLECTION AGENCY|COLLECTION SERVICES|COLLECTIONS", LenderKind.Collector),
        ("COLLECT|RECOVERIES", LenderKind.Collector),
        ("RECOVERY SERVICES|CREDIT RECOVERY|BAILIFF*|ENFORCEMENT AGENT*|INKASSO|RECOUVREMENT|RECOBRO|RECUPERO CREDITI", LenderKind.Collector),
        ("INCASSO|WINDYKACJA", LenderKind.Collector),
        ("*PAYDAY|CASH LOAN*|CASH ADVANCE*|CASH UNTIL|CASH TILL|QUICK LOAN*|QUICK CASH|FAST CASH|FAST LOAN*", LenderKind.HighCost),
        ("INSTANT LOAN*|INSTANT CASH|TEXT LOAN*", LenderKind.HighCost),
        ("SHORT TERM LOAN*|SHORT TERM LEND*|TITLE LOAN*|LOGBOOK LOAN*|DOORSTEP LOAN*|DOORSTEP LEND*|PAWN*|CHECK CASHING", LenderKind.HighCost),
        ("CASH EXPRESS|WAGE ADVANCE", LenderKind.HighCost),
        ("SALARY ADVANCE|EARNED WAGE*|MINIKREDIT*|KURZZEITKREDIT|MINICREDIT*|MICROPRESTAMO*|CHWILOWK*", LenderKind.HighCost),

        // Names: United Kingdom and Ireland, United States, the continent.
        ("LOWELL|CABOT FINANCIAL|CABOT CREDIT|PRA GROUP|INTRUM|HOIST FINANCE|MOORCROFT|WESCOT|LINK FINANCIAL|CAPQUEST", LenderKind.Collector),
        ("MARSTON HOLDINGS", LenderKind.Collector),
        ("PORTFOLIO RECOVERY|MIDLAND CREDIT|ENCORE CAPITAL|TRANSWORLD SYSTEMS|EOS DEUTSCHER|EOS CREDIREC|KRUK", LenderKind.Collector),
        ("LENDING STREAM|CASHFLOAT|CASHASAP|SAFETYNET CREDIT|MR LENDER|QUICKQUID|WONGA|PEACHY LOANS|MYJAR|DRAFTY", LenderKind.HighCost),
        ("PROVIDENT PERSONAL|MORSES CLUB", LenderKind.HighCost),
        ("CASH CONVERTERS|H T PAWNBROKERS|WAGESTREAM|ADVANCE AMERICA|ACE CASH|CHECK N GO|CHECK INTO CASH|SPEEDY CASH", LenderKind.HighCost),
        ("CASHNETUSA|OPPLOANS", LenderKind.HighCost),
        ("SPOTLOAN|BIG PICTURE LOANS|TITLEMAX|EARNIN|MONEYLION|VIVUS|FERRATUM|CASHPER|VEXCASH|PROVIDENT POLSKA|WONGA ES", LenderKind.HighCost),
        ("KLARNA|CLEARPAY|AFTERPAY|AFFIRM|ZOPA|LENDABLE|AMIGO LOANS|EVERYDAY LOANS|OAKBROOK|NOVUNA|CREATION FINANCE", LenderKind.Ordinary),
        ("LENDINGCLUB|ONEMAIN|UPSTART", LenderKind.Ordinary),
        ("SOFI LENDING|NAVIENT|NELNET|SALLIE MAE|COFIDIS|CETELEM|TEAMBANK|TARGOBANK KREDIT|SANTANDER CONSUMER", LenderKind.Ordinary),

        // Words that any lender's name may hold.
        ("LOAN|LOANS|LENDING|LENDERS|CAR FINANCE|CONSUMER FINANCE|PERSONAL FINANCE|MOTOR FINANCE|CREDIT UNION|FINANCE|KREDIT|DARLEHEN", LenderKind.Ordinary),
        ("~KREDIT|RATENKREDIT|PRET PERSONNEL|CREDIT CONSO|PRESTAMO*|PRESTITO*|FINANZIAMENTO|POZYCZK*", LenderKind.Ordinary),
    ]);

    /// <summary>The kind of lender that a bank transaction's texts name; null if they name none.</summary>
    public static LenderKind? Of(string counterparty, string description)
    {
        Span<char> room = stackalloc char[TextLine.LengthMax];
        return Of(TextLine.Of(counterparty, description, room));
    }

    internal static LenderKind? Of(in TextLine line) =>
        Table.Find(line) ?? (line.Name.EndsWith(" CREDIT ") || line.Name.EndsWith(" LEND ") ? LenderKind.Ordinary : null);

    /// <summary>Tells collectors and high-cost lenders apart from other lenders, where a feed knows loans only.</summary>
    internal static BankCategory Refine(BankCategory category, string counterparty, string description) => category switch
    {
        BankCategory.LoanPayment => Of(counterparty, description) switch
        {
            LenderKind.HighCost => BankCategory.HighCostPayment,
            LenderKind.Collector => BankCategory.DebtCollector,
            _ => category,
        },
        BankCategory.LoanDisbursement => Of(counterparty, description) == LenderKind.HighCost ? BankCategory.HighCostDisbursement : category,
        _ => category,
    };
}
