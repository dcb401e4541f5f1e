using System.Globalization;

namespace RiskSignals.Borrowers;

/// <summary>What the codes beside a bank transaction say: merchant category codes (ISO 18245) and ISO 20022 codes, by letters or by name.</summary>
internal static class FeedCodes
{
    /// <summary>Ranges of merchant category codes, by the first of each; a code belongs to the last range that begins at or before it.</summary>
    private static readonly (int From, BankCategory Category)[] Merchants =
    [
        (0, BankCategory.Uncategorised),
        (742, BankCategory.Discretionary),      // veterinary services, trades, contractors
        (3000, BankCategory.Discretionary),     // airlines, car rental, hotels by name
        (4011, BankCategory.Transport),         // rail, buses, taxis, ferries, tolls
        (4119, BankCategory.HealthLike),        // ambulances
        (4121, BankCategory.Transport),
        (4214, BankCategory.Discretionary),     // carriers, storage, cruises, airlines, travel agencies
        (4784, BankCategory.Transport),         // tolls, other transport
        (4812, BankCategory.Telecom),           // telephones, telecommunication
        (4829, BankCategory.Uncategorised),     // money transfer
        (4899, BankCategory.Telecom),           // cable and pay television
        (4900, BankCategory.Energy),            // utilities: which is not told
        (5013, BankCategory.Discretionary),
        (5122, BankCategory.HealthLike),        // drugs
        (5131, BankCategory.Discretionary),
        (5172, BankCategory.Transport),         // fuel
        (5192, BankCategory.Discretionary),
        (5411, BankCategory.Groceries),
        (5462, BankCategory.Groceries),         // bakeries, other food shops
        (5511, BankCategory.Discretionary),
        (5541, BankCategory.Transport),         // filling stations
        (5543, BankCategory.Discretionary),
        (5811, BankCategory.Discretionary),     // restaurants, bars, books, clothing
        (5912, BankCategory.HealthLike),        // pharmacies
        (5913, BankCategory.Discretionary),
        (5933, BankCategory.HighCostPayment),   // pawn shops
        (5935, BankCategory.Discretionary),
        (5960, BankCategory.Insurance),         // insurance by mail
        (5962, BankCategory.Discretionary),
        (5968, BankCategory.Subscription),
        (5969, BankCategory.Discretionary),
        (5975, BankCategory.HealthLike),        // hearing aids, orthopaedic goods
        (5977, BankCategory.Discretionary),
        (5983, BankCategory.Energy),            // heating fuel
        (5992, BankCategory.Discretionary),
        (6010, BankCategory.Cash),              // cash at counters and machines
        (6012, BankCategory.Uncategorised),     // financial institutions: loans, cards and others alike
        (6300, BankCategory.Insurance),
        (6513, BankCategory.Housing),           // rents
        (6529, BankCategory.Uncategorised),
        (7011, BankCategory.Discretionary),     // lodging, personal services, advertising, repairs
        (7277, BankCategory.HealthLike),        // counselling
        (7278, BankCategory.Discretionary),
        (7321, BankCategory.Uncategorised),     // credit reporting
        (7322, BankCategory.DebtCollector),     // debt collection agencies
        (7333, BankCategory.Discretionary),
        (7523, BankCategory.Transport),         // parking
        (7531, BankCategory.Transport),         // car repair
        (7622, BankCategory.Discretionary),
        (7800, BankCategory.Gambling),          // state lotteries, casinos, race tracks (United States)
        (7829, BankCategory.Discretionary),
        (7995, BankCategory.Gambling),          // betting
        (7996, BankCategory.Discretionary),
        (7997, BankCategory.Subscription),      // gyms and clubs
        (7998, BankCategory.Discretionary),
        (8011, BankCategory.HealthLike),        // doctors, dentists, opticians, hospitals
        (8111, BankCategory.Discretionary),     // legal services
        (8211, BankCategory.Uncategorised),     // schools
        (8351, BankCategory.Childcare),
        (8398, BankCategory.Uncategorised),     // charities and memberships
        (8911, BankCategory.Discretionary),
        (9211, BankCategory.Uncategorised),     // courts, fines, taxes, other government services
        (9406, BankCategory.Gambling),          // state lotteries
        (9407, BankCategory.Uncategorised),
    ];

    /// <summary>Codes of belief, politics and unions: charities, civic bodies, political and religious organisations, membership bodies.</summary>
    private static readonly HashSet<string> PrivateMerchants = new(["8398", "8641", "8651", "8661", "8699"], StringComparer.Ordinal);

    /// <summary>ISO 20022 codes (purpose, bank transaction sub-family) and the names that v3.1 of UK Open Banking gives them.</summary>
    private static readonly PhraseTable<(BankCategory In, BankCategory Out)> Codes = new(
    [
        ("SALA|PAYR|BONU|WAGE|*SALARY|*PAYROLL", (BankCategory.Salary, BankCategory.Uncategorised)),
        ("PENS|PRCP|*PENSION", (BankCategory.Pension, BankCategory.Uncategorised)),
        ("BENE|SSBE|UBIL|GOVT|*BENEFIT", (BankCategory.Benefit, BankCategory.Uncategorised)),
        ("CWDL|ATM|*CASHWITHDRAWAL", (BankCategory.Uncategorised, BankCategory.Cash)),
        ("INTE|INTR|*INTEREST", (BankCategory.InterestEarned, BankCategory.OtherFee)),
        ("CHRG|FEES|FEE|*CHARGES", (BankCategory.FeeRefund, BankCategory.OtherFee)),
        ("UPDD|PRDD|*UNPAIDDIRECTDEBIT|*RETURNEDDIRECTDEBIT", (BankCategory.ReturnedDebit, BankCategory.Uncategorised)),
        ("RENT|HLRP|MTG", (BankCategory.OtherIncome, BankCategory.Housing)),
        ("ELEC|GASB", (BankCategory.Refund, BankCategory.Energy)),
        ("WTER", (BankCategory.Refund, BankCategory.Water)),
        ("PHON|NWCM|CBTV", (BankCategory.Refund, BankCategory.Telecom)),
        ("GOVI|HLTI|INPC|INSU|LIFI|PPTI", (BankCategory.OtherIncome, BankCategory.Insurance)),
        ("LOAN|LOAR", (BankCategory.LoanDisbursement, BankCategory.LoanPayment)),
        ("SAVG", (BankCategory.Savings, BankCategory.Savings)),
        ("INTP|INTC", (BankCategory.OwnTransfer, BankCategory.OwnTransfer)),
        ("BETO|GAMB|LOTT", (BankCategory.Gambling, BankCategory.Gambling)),
        ("HSPC|DNTS|MDCS|VIEW", (BankCategory.HealthLike, BankCategory.HealthLike)),
    ]);

    /// <summary>The kind of bank account behind an ISO 20022 code; null for kinds that are not read.</summary>
    public static BankAccountKind? AccountKind(string code) => code switch
    {
        "CACC" or "TRAN" or "SLRY" or "TRAS" or "CASH" => BankAccountKind.Current,
        "SVGS" or "LLSV" or "ONDP" or "MOMA" => BankAccountKind.Savings,
        "CARD" => BankAccountKind.Card,
        _ => null,
    };

    /// <summary>The class that the codes give; <see cref="BankCategory.Uncategorised"/> if they give none.</summary>
    /// <param name="merchant">Merchant category code of four digits, or null.</param>
    /// <param name="codes">Other codes, the most telling first.</param>
    public static BankCategory Category(string? merchant, bool isCredit, params ReadOnlySpan<string?> codes)
    {
        if (OfMerchant(merchant) is var bought && bought != BankCategory.Uncategorised)
        {
            // What a merchant pays back is a refund, but winnings stay what they are.
            return isCredit && bought is not (BankCategory.Gambling or BankCategory.HealthLike) ? BankCategory.Refund : bought;
        }

        Span<char> room = stackalloc char[TextLine.LengthMax];
        foreach (var code in codes)
        {
            if (code is not null && Codes.Find(TextLine.Of(code, "", room)) is { } found
                && (isCredit ? found.In : found.Out) is var category && category != BankCategory.Uncategorised)
            {
                return category;
            }
        }

        return BankCategory.Uncategorised;
    }

    /// <summary>Whether a merchant's code reveals belief, politics or union membership.</summary>
    public static bool IsPrivate(string? merchant) => merchant is not null && PrivateMerchants.Contains(merchant);

    /// <summary>Whether a purpose code reveals it: payments to charities.</summary>
    public static bool IsPrivatePurpose(string? purpose) => purpose == "CHAR";

    private static BankCategory OfMerchant(string? code)
    {
        if (code is null || code.Length != 4 || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return BankCategory.Uncategorised;
        }

        var place = Array.FindLastIndex(Merchants, range => range.From <= number);
        return Merchants[place].Category;
    }
}
