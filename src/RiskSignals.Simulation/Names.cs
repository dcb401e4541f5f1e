namespace RiskSignals.Simulation;

/// <summary>Invented names of businesses and the texts banks make of them.</summary>
internal static class Names
{
    public const string Lender = "TALLOWGATE LOANS";

    public static readonly string[] Employers =
    [
        "BRACKENRIDGE LOGISTICS LTD", "OLDMERE CARE GROUP", "PELHURST COUNTY COUNCIL", "QUILLBECK FOODS PLC", "RAVENSTOW SCHOOLS TRUST",
        "SELWICK ENGINEERING", "TARNFIELD RETAIL LTD", "UPPERTON HOSPITALS PAY", "VELLBROOK SECURITY", "WYCHMOOR HOTELS LTD",
        "ASHCOMBE WAREHOUSING", "BIRKLOW CLEANING SVCS", "CORNDEAN SOFTWARE LTD", "DUNSWELL BUILDERS", "EASTHOLM DENTAL LABS",
    ];

    public static readonly string[] GigPlatforms = ["SWIFTPEDAL COURIERS", "RYDALONG DRIVERS", "TASKWREN PAYOUTS"];

    public static readonly string[] Landlords =
    [
        "HOLTWOOD LETTINGS", "GREYFIELD HOMES RENT", "ST ALDRED HOUSING ASSOC", "MARLSTONE MORTGAGES", "KEELBY ESTATES",
    ];

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

    public static readonly string[] Gambling = ["LUCKYTOR CASINO", "GOALBET", "SPINHAVEN"];

    public static readonly string[] Health = ["WELLBROOK PHARMACY", "OLDMERE DENTAL", "CLEARVIEW OPTICIANS"];

    public static readonly string[] Collectors = ["MORRACK RECOVERIES", "HARGATE COLLECT"];

    public static readonly string[] Towns = ["PELHURST", "OLDMERE", "WYCHMOOR", "TARNFIELD", "SELWICK"];

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

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
