namespace RiskSignals.Simulation;

/// <summary>Invented names of businesses and the texts banks make of them.</summary>
internal static class Names
{
    public const string Lender = "TALLOWGATE LOANS";

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    private static readonly string[] Places =
    [
        "ASHCOMBE", "BIRKLOW", "BRACKENRIDGE", "CORNDEAN", "DUNSWELL", "EASTHOLM", "FELLSIDE", "GORSEHAM", "HAZELWICK", "IVERLEY", "KESTERTON",
        "LOXMOOR", "MELLBRIDGE", "NETHERCOTE", "OLDMERE", "PELHURST", "QUILLBECK", "RAVENSTOW", "SELWICK", "TARNFIELD", "UPPERTON", "VELLBROOK",
        "WYCHMOOR", "YARROWBY",
    ];

    private static readonly string[] Trade =
    [
        "LOGISTICS LTD", "CARE GROUP", "COUNTY COUNCIL", "FOODS PLC", "SCHOOLS TRUST", "ENGINEERING", "RETAIL LTD", "HOSPITALS PAY", "SECURITY",
        "HOTELS LTD", "WAREHOUSING", "CLEANING SVCS", "SOFTWARE LTD", "BUILDERS", "DENTAL LABS", "COACHES LTD", "PRINT WORKS", "FARMS",
    ];

    private static readonly string[] Surnames =
    [
        "ASHDOWN", "BARRACLOUGH", "CATTERMOLE", "DUNNICLIFFE", "EGLINTON", "FOTHERBY", "GADSDEN", "HARGRAVE", "INCHBALD", "JELLICOE", "KITTERIDGE",
        "LOVERIDGE", "MUSGROVE", "NETTLETON", "OGLETHORPE", "PENHALIGON", "QUARMBY", "ROWNTHWAITE", "SKELTON", "TREVANION", "UNDERHAY", "WINSTANLEY",
    ];

    public static readonly string[] GigPlatforms = ["SWIFTPEDAL COURIERS", "RYDALONG DRIVERS", "TASKWREN PAYOUTS"];

    /// <summary>Payment firms in whose name platforms pay out.</summary>
    public static readonly string[] PayoutFirms = ["PAYRILL EU SETTLEMENT", "MERCHANTFLOW PAYOUT", "BRIDLEPAY TRANSFERS"];

    public static readonly string[] PensionFunds = ["CIVIC PENSION SCHEME", "OLDMERE RETIREMENT FUND", "STATE PENSION DFB"];

    public static readonly string[] Landlords = ["HOLTWOOD LETTINGS", "GREYFIELD HOMES RENT", "ST ALDRED HOUSING ASSOC", "KEELBY ESTATES"];

    public static readonly string[] Mortgages = ["MARLSTONE MORTGAGES", "PENNANT BUILDING SOC MTG", "CASTLEBRIDGE HOME LOANS"];

    public static readonly string[] RentReferences = ["RENT", "FLAT 4", "REF 12B", "THANKS", "MONTHLY"];

    public static readonly string[] Energy = ["BRIGHTMOOR ENERGY", "NORTHGRID POWER", "EMBERLY GAS"];

    public static readonly string[] Water = ["DALEWATER PLC", "SEVENBROOK WATER"];

    public static readonly string[] Councils = ["PELHURST COUNCIL TAX", "OLDMERE BOROUGH C TAX", "WYCHMOOR CITY COUNCIL"];

    public static readonly string[] Telecom = ["LARKMOBILE", "FIBREWAY BROADBAND", "TELLUVIA", "SKYLARK TV AND NET"];

    public static readonly string[] Insurers = ["COVERHOLME INSURANCE", "PENNANT MUTUAL", "AUTOSHIELD DIRECT"];

    public static readonly string[] Subscriptions =
    [
        "STREAMWELL", "TUNEBARN", "IRONYARD GYM", "PAGETURN BOOKS", "CLOUDNEST STORAGE", "PLAYARCADIA",
    ];

    public static readonly string[] Grocers =
    [
        "FRESHFOLD STORES", "MARROW AND MILL", "CORNERWELL", "BUDGETBASKET", "HARVEST LANE SUPERMKT",
    ];

    public static readonly string[] Transport = ["CITYLINE BUS", "NORTHRAIL TICKETS", "FUELSTOP 24", "PARKWISE", "RYDALONG TRIP"];

    public static readonly string[] Shops =
    [
        "THE COPPER KETTLE", "PIXELHUT GAMES", "FERNHILL FASHION", "BURGERSMITH", "NOODLE ALLEY", "HOMEBURROW", "PARCELBAZAAR MKTPLACE",
        "THE GILDED OX PUB", "SHOEWRIGHT", "CINEWORLDLY", "TOOLCRIB DIY", "PETALS AND STEMS", "TAKEAWAY TODAY", "BEANWAGON COFFEE",
    ];

    public static readonly string[] Trades = ["GARSTON AUTO REPAIRS", "PIPEWRIGHT PLUMBING", "HOMEBURROW WHITE GOODS", "ROOFTREE BUILDERS"];

    public static readonly string[] Lenders =
    [
        "FAIRLEND PERSONAL LOANS", "CASTLEBRIDGE CREDIT", "AUTOVANE CAR FINANCE", "PELICAN CREDIT UNION",
    ];

    public static readonly string[] Cards = ["CASTLEBRIDGE CARD", "OPALINE CREDIT CARD", "FERNHILL STORE CARD"];

    public static readonly string[] HighCostLenders = ["QUICKPOUND", "TILLPAYDAY", "CASHLEAP", "LENDSPRINT"];

    /// <summary>What high-cost lenders are called on statements if not by their brand, in the same order.</summary>
    public static readonly string[] HighCostTradingNames = ["QP DIGITAL SERVICES", "TPD VENTURES LTD", "NORTHLINE ADVISORY", "LS ONLINE 24"];

    public static readonly string[] Solicitors = ["HARLE AND PIKE SOLICITORS", "FAIRWEATHER FAMILY LAW"];

    public static readonly string[] Gambling = ["LUCKYTOR CASINO", "GOALBET", "SPINHAVEN"];

    public static readonly string[] Health = ["WELLBROOK PHARMACY", "OLDMERE DENTAL", "CLEARVIEW OPTICIANS"];

    public static readonly string[] Collectors = ["MORRACK RECOVERIES", "HARGATE COLLECT"];

    public static readonly string[] Towns = ["PELHURST", "OLDMERE", "WYCHMOOR", "TARNFIELD", "SELWICK"];

    public static string Employer(ref RandomStream stream) => $"{stream.Pick(Places)} {stream.Pick(Trade)}";

    /// <summary>As P HARGRAVE.</summary>
    public static string Person(ref RandomStream stream) => $"{(char)('A' + stream.Whole(0, 19))} {stream.Pick(Surnames)}";

    /// <summary>A customer or mandate number as payees give them.</summary>
    public static string Number(ref RandomStream stream) =>
        FormattableString.Invariant($"{(stream.Chance(0.5) ? "" : ((char)('A' + stream.Whole(0, 25))).ToString())}{stream.Whole(100_000, 99_999_999)}");

    /// <summary>Of the days of a leap year, beginning with 01JAN.</summary>
    private static readonly string[] ShortDates =
        [.. Enumerable.Range(0, 366).Select(i => new DateOnly(2000, 1, 1).AddDays(i)).Select(d => $"{d.Day:00}{Months[d.Month - 1]}")];

    /// <summary>As 07MAR.</summary>
    public static string ShortDate(DateOnly day)
    {
        var number = day.DayOfYear - 1;
        return ShortDates[number >= 59 && !DateTime.IsLeapYear(day.Year) ? number + 1 : number];
    }
}
