using static RiskSignals.Borrowers.BankCategory;

namespace RiskSignals.Borrowers;

/// <summary>
/// Classes bank transactions that come without a class, by words of their texts: the first rule of the table that fits decides, and what no
/// rule fits stays uncategorised. The words are those that trades and banks use of themselves, and household names, not any data's.
/// </summary>
public static class CategoryWords
{
    /// <summary>Raised whenever a rule changes: derived classes, and with them features, change for facts that were known before.</summary>
    public const int Version = 1;

    /// <summary>Either way: what support may need to know comes before all else.</summary>
    private static readonly (string, BankCategory)[] Either =
    [
        ("CASINO|BETTING|BINGO|LOTTO|LOTTERY|POKER|BOOKMAKER*|SPORTSBOOK|GAMBL*|ROULETTE|JACKPOT*|SLOTS|BET|BETS|~BET|BET365|PADDY POWER", Gambling),
        ("LADBROKES|WILLIAM HILL|BETFAIR|BETFRED|TOMBOLA|DRAFTKINGS|FANDUEL|TIPICO|BWIN|SPORTWETTEN|TOTO LOTTO|PARIS SPORTIFS|~CASINO", Gambling),
        ("SAVINGS|SAVER|SAVING|SPARKONTO|TAGESGELD|ISA|LIVRET|SAVINGS POT", Savings),
        ("OWN ACCOUNT|OWN CURRENT ACCOUNT|INTERNAL TRANSFER|TRANSFER BETWEEN|NEW ACCOUNT|OLD ACCOUNT|UMBUCHUNG|EIGENUEBERTRAG|VIREMENT INTERNE", OwnTransfer),
    ];

    private static readonly PhraseTable<BankCategory> In = new(
    [
        .. Either,
        ("FEE REFUND*|CHARGE REFUND*|CHARGES REFUND*|REFUND OF FEE*|REFUND OF CHARGE*|REFUNDED FEE|REFUNDED CHARGE", FeeRefund),
        ("FEE REVERSAL|GEBUEHRENERSTATTUNG", FeeRefund),
        ("RETURNED DIRECT DEBIT|RETURNED DD|RTD DD|UNPAID DIRECT DEBIT|UNPAID DD|RETURNED ITEM|RETURN ITEM", ReturnedDebit),
        ("RETURNED UNPAID|DECLINED|RUECKLASTSCHRIFT", ReturnedDebit),
        ("REJET PRELEVEMENT|RECIBO DEVUELTO|ACH RETURN|REVERSED DIRECT DEBIT|DIRECT DEBIT REVERSAL", ReturnedDebit),
        ("REFUND|REFUNDS|REFUNDED|RFND|CREDIT VOUCHER|CHARGEBACK|ERSTATTUNG|REMBOURSEMENT|DEVOLUCION|TAX REFUND|PURCHASE RETURN|MERCHANDISE RETURN", Refund),
        ("MONEY TRANSFER", CashAdvance),
        ("SALARY|SALARIES|WAGES|WAGE|PAYROLL|NET PAY|PAYSLIP|MONTHLY PAY|WEEKLY PAY|PAYCHECK|PAYCHEQUE|DIRECT DEP*", Salary),
        ("GEHALT|LOHN|SALAIRE|NOMINA|STIPENDIO", Salary),
        ("OVERTIME|COMMISSION|BONUS|WYNAGRODZENIE", Salary),
        ("BENEFIT|BENEFITS|UNIVERSAL CREDIT|JOBSEEKER*|DWP|TAX CREDIT*|WORKING TAX|CHILD ALLOWANCE|FAMILY CREDIT|FAMILY ALLOWANCE|CARERS ALLOWANCE", Benefit),
        ("SOCIAL SECURITY|SSA TREAS*|UNEMPLOYMENT|KINDERGELD|BUERGERGELD|ARBEITSLOSENGELD|CAF|ALLOCATIONS|STATE ALLOWANCE|SSI TREAS*|WOHNGELD", Benefit),
        ("PENSION|PENSIONS|RETIREMENT|ANNUITY|SUPERANNUATION|RENTE|RENTENVERSICHERUNG|RETRAITE", Pension),
        ("GROSS INTEREST|CREDIT INTEREST|INTEREST PAID|INTEREST EARNED|INTEREST|ZINSEN|INTERETS CREDITEURS", InterestEarned),
        ("PAYMENT RECEIVED|PAYMENT THANK YOU|PAYMENT RECEIVED THANK YOU|AUTOPAY PAYMENT", CardPayment),
        ("COURIER|COURIERS|DRIVERS|DRIVER PAY*|PAYOUT|PAYOUTS|UBER*|DELIVEROO|LYFT|DOORDASH|INSTACART|GLOVO|STUART DELIVERY|FIVERR|UPWORK", Gig),
        ("TASKRABBIT|LIEFERANDO|FREELANCE*|AMAZON FLEX|ETSY|EBAY", Gig),
        ("DIVIDEND*|RENTAL INCOME|ROYALT*|CASHBACK|MAINTENANCE|CHILD SUPPORT|ALIMONY|CASH DEPOSIT|CHEQUE DEPOSIT|CHECK DEPOSIT|MOBILE DEPOSIT", OtherIncome),
        ("GIFT|BIRTHDAY|FROM MUM|FROM DAD|FROM MOM|MUM|DAD|MOM|FAMILY HELP|POCKET MONEY", FamilyIn),
    ]);

    private static readonly PhraseTable<BankCategory> Out = new(
    [
        .. Either,
        ("PHARMAC*|CHEMIST*|DENTAL|DENTIST*|OPTICIAN*|OPTOMETR*|CLINIC|HOSPITAL|MEDICAL|DOCTOR|DOCTORS|PHYSIO*|THERAP*", HealthLike),
        ("COUNSELLING|PSYCH*|ORTHODONT*", HealthLike),
        ("SPECSAVERS|BUPA|BOOTS|WALGREENS|CVS|APOTHEKE|PHARMACIE|FARMACIA|OPTIQUE|~APOTHEKE|NURSING HOME|CARE HOME|URGENT CARE", HealthLike),
        ("UNPAID TRANSACTION FEE|UNPAID ITEM*|UNPAID FEE|NSF*|INSUFFICIENT FUNDS|RETURNED ITEM FEE|RETURNED PAYMENT FEE", LackOfFundsFee),
        ("OVERDRAFT FEE|OVERDRAFT CHARGE*", LackOfFundsFee),
        ("UNARRANGED OVERDRAFT|OVERDRAWN FEE|OVERDRAFT ITEM|BOUNCED|RUECKLASTSCHRIFTGEBUEHR|FRAIS DE REJET|UNPAID DIRECT DEBIT FEE", LackOfFundsFee),
        ("OVERDRAFT INTEREST|DEBIT INTEREST|INTEREST CHARGE*|INTEREST|LATE PAYMENT FEE|LATE FEE|TRANSFER FEE", OtherFee),
        ("FOREIGN TRANSACTION FEE|NON STERLING*", OtherFee),
        ("FOREIGN FEE|ATM FEE|ACCOUNT FEE|MONTHLY FEE|MAINTENANCE FEE|SERVICE CHARGE|ANNUAL FEE|KONTOFUEHRUNG*|FRAIS BANCAIRES|ENTGELT|FEE|FEES", OtherFee),
        ("MONEY TRANSFER", CashAdvance),
        ("ATM|CASH MACHINE|CASH WITHDRAWAL|CASHPOINT|CASH WDL|GELDAUTOMAT|BANKOMAT|BARGELD*|RETRAIT DAB|CAJERO|WITHDRAWAL|NOTEMACHINE", Cash),
        ("MORTGAGE|MORTGAGES|MTG|HOME LOAN|HOME LOANS|HOUSE LOAN|HYPOTHEK*|PRET IMMOBILIER|HIPOTECA", Housing),
        ("CREDIT CARD|STORE CARD|CHARGE CARD|BARCLAYCARD|AMERICAN EXPRESS|AMEX|CAPITAL ONE|VANQUIS|MBNA|CARD SERVICES|CARDMEMBER|KREDITKARTE*", CardPayment),
        ("GAS STATION|CAR RENTAL|CAR HIRE|CAR PARK|CAR WASH|AUTO REPAIR*|PARKING|PETROL|FUEL|~FUEL|FUEL*|TANKSTELLE", Transport),
        ("ESSO|TEXACO|SHELL|BP|CHEVRON|EXXON*", Transport),
        ("BUS|BUSES|RAIL|RAILWAY*|TRAIN|TRAINS|TRAINLINE|TFL|METRO|TRAM|TAXI|TAXIS|CABS|UBER|LYFT|TOLL|TOLLS|CONGESTION CHARGE|TYRES|MOT", Transport),
        ("~RAIL|DB VERTRIEB|SNCF|RENFE|FLIXBUS|TRAVELCARD|RINGGO|NCP|AUTOMOBILE|GARAGE|DVLA|TICKETS|PARK AND RIDE|BIKE HIRE|TRIP", Transport),
        ("COUNCIL TAX|C TAX|CTAX|COUNCIL|BOROUGH|PROPERTY TAX|GRUNDSTEUER|TAXE FONCIERE|TAXE D HABITATION|LOCAL TAX|CITY TAX|IMU", LocalTax),
        ("RENT|LETTINGS|LETTING|LANDLORD|ESTATES|ESTATE AGENT*|HOUSING|TENANC*|PROPERTY MANAGEMENT|APARTMENTS|MIETE|~MIETE|LOYER|ALQUILER|HOMES", Housing),
        ("ENERGY|ENERGIE|ELECTRIC*|POWER|GAS|UTILITIES|EDF|EON|E ON|OVO|ENGIE|CONED|CON ED|PG E|ENEL|VATTENFALL|ENBW|STADTWERKE|STROM|HEATING", Energy),
        ("~STROM|~ENERGY|~ENERGIE|~WERKE", Energy),
        ("WATER|WASSER|~WATER|~WASSER|SEWER*|WASTEWATER|EAU|VEOLIA|SEVERN TRENT|WATERWORKS|REFUSE COLLECTION", Water),
        ("BROADBAND|TELECOM|TELECOMS|TELEKOM|TELEPHONE|MOBILE|~MOBILE|PHONE|INTERNET|FIBRE|FIBER|WIRELESS|CABLE|VODAFONE|GIFFGAFF|TALKTALK", Telecom),
        ("VIRGIN MEDIA|T MOBILE|VERIZON|COMCAST|XFINITY|ORANGE|SFR|TELEFONICA|O2|EE|BT|SKY|TV LICENCE|TV|MOBILFUNK", Telecom),
        ("INSURANCE|INSUR*|ASSURANCE*|VERSICHERUNG*|~VERSICHERUNG|SEGUROS|MUTUAL|LIFE COVER|UNDERWRIT*|ALLIANZ|AXA|AVIVA|ADMIRAL|DIRECT LINE", Insurance),
        ("GEICO|STATE FARM|BREAKDOWN COVER", Insurance),
        ("NURSERY|CHILDCARE|CHILD CARE|CHILDMINDER*|KINDERGARTEN|KITA|CRECHE|DAYCARE|DAY CARE|AFTER SCHOOL|PRESCHOOL|PLAYGROUP|PARENTPAY", Childcare),
        ("NETFLIX|SPOTIFY|DISNEY|PRIME VIDEO|AMAZON PRIME|APPLE COM BILL|ITUNES|ICLOUD|GOOGLE ONE|YOUTUBE|AUDIBLE|DROPBOX|PATREON|HULU|NOW TV", Subscription),
        ("SUBSCRIPTION*|MEMBERSHIP|GYM|FITNESS|STREAM*|STORAGE|PLAYSTATION|XBOX|MONTHLY PLAN|~ABO|MITGLIEDSBEITRAG", Subscription),
        ("SUPERMARKET*|SUPERMKT|SUPERMARCHE|SUPERMARKT|GROCER*|FOODS|FOOD STORE*|FARM SHOP|BUTCHER*|BAKERY|BAECKEREI|CONVENIENCE|STORES|TESCO", Groceries),
        ("SAINSBURY*|ASDA|MORRISONS|ALDI|LIDL|WAITROSE|CO OP|ICELAND|OCADO|SPAR|REWE|EDEKA|KAUFLAND|CARREFOUR|LECLERC|AUCHAN|MERCADONA|WALMART", Groceries),
        ("WM SUPERCENTER|KROGER|COSTCO|TRADER JOE*|WHOLE FOODS|SAFEWAY|PUBLIX|ALBERT HEIJN|BIEDRONKA", Groceries),
        ("RESTAURANT|CAFE|COFFEE|PUB|PIZZA|BURGER*|TAKEAWAY|KEBAB|NOODLE*|SUSHI|GRILL|BISTRO|BAR|FASHION|CLOTHING|SHOES|SHOE*|CINEMA|CINE*", Discretionary),
        ("THEATRE|GAMES|HOTEL|TRAVEL|AIRLINE*|RYANAIR|EASYJET|AIRBNB|AMAZON*|AMZN*|EBAY|MKTPLACE|MARKETPLACE|FLORIST", Discretionary),
        ("FLOWERS|DIY|FURNITURE|IKEA", Discretionary),
        ("HAIR*|BEAUTY|SALON|TOYS|BOOKS|BOOKSHOP|SPORTS|ELECTRONICS|PLUMBING|BUILDERS|ROOFING|REPAIR|REPAIRS", Discretionary),
        ("WHITE GOODS|MCDONALD*|STARBUCKS|KFC", Discretionary),
        ("SUBWAY|GREGGS|NANDOS|DELIVEROO|JUST EAT|DOORDASH|DOMINO*|SOLICITOR*|FAMILY LAW|BURGER KING|H M|ZARA|PRIMARK|ARGOS|CURRYS|TARGET", Discretionary),
        ("GIFT|BIRTHDAY|POCKET MONEY|MAINTENANCE|CHILD SUPPORT|FOR MUM|FOR DAD|TO MUM|TO DAD", FamilyOut),
        ("CASH", Cash),
    ]);

    /// <summary>How a bank says that money went between two accounts.</summary>
    private static readonly PhraseTable<bool> TransferWays = new(
    [
        ("FASTER PAYMENT|FPI|FPO|FP|STANDING ORDER|SO|STO|TRANSFER|ZELLE|VENMO|UEBERWEISUNG|SEPA CREDIT|VIREMENT|BIZUM|PAYPAL", true),
    ]);

    /// <summary>How a bank says that a firm paid in.</summary>
    private static readonly PhraseTable<bool> FirmWays = new([("BACS|BGC|BANK GIRO CREDIT|DIRECT CREDIT|ACH CREDIT|SEPA GEHALT", true)]);

    /// <summary>
    /// One borrower's bank transactions, those told without a class with the one that <see cref="Classed(BankTransaction)"/> derives. A debit to
    /// a name to which an earlier told one was a payment to us is one too: without that, we would be another lender.
    /// </summary>
    /// <param name="told">All versions, in any order.</param>
    public static IEnumerable<BankTransaction> Classed(IReadOnlyCollection<BankTransaction> told)
    {
        var ownSince = new Dictionary<string, Instant>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in told)
        {
            if (row.Category == OwnLoanPayment && row.Counterparty.Length > 0
                && (!ownSince.TryGetValue(row.Counterparty, out var since) || row.KnownOn < since))
            {
                ownSince[row.Counterparty] = row.KnownOn;
            }
        }

        // What is learnt later about a name changes no row known before: views of earlier days stay as they were.
        return told.Select(row => row.Category == Uncategorised && row.Amount < Money.Zero
            && ownSince.TryGetValue(row.Counterparty, out var since) && since <= row.KnownOn
            ? row with { Category = OwnLoanPayment }
            : Classed(row));
    }

    /// <summary>The bank transaction with the class it came with, or else with the one its texts tell.</summary>
    public static BankTransaction Classed(BankTransaction told)
    {
        ArgumentNullException.ThrowIfNull(told);
        if (told.Category != Uncategorised)
        {
            return told;
        }

        var category = Tell(told.Counterparty, told.Description, told.Amount > Money.Zero);
        return category == Uncategorised ? told : told with { Category = category };
    }

    /// <summary>The class that the texts tell; <see cref="Uncategorised"/> if they tell none.</summary>
    public static BankCategory Tell(string counterparty, string description, bool isCredit)
    {
        Span<char> room = stackalloc char[TextLine.LengthMax];
        var line = TextLine.Of(counterparty, description, room);
        return line.IsEmpty ? Uncategorised : isCredit ? TellCredit(line) : TellDebit(line);
    }

    private static BankCategory TellCredit(in TextLine line)
    {
        if (In.Find(line) is { } told)
        {
            return told;
        }

        return LenderWords.Of(line) switch
        {
            LenderKind.HighCost => HighCostDisbursement,
            LenderKind.Ordinary => LoanDisbursement,
            _ => IsPerson(line) ? FamilyIn : FirmWays.Find(line) is not null ? Salary : Uncategorised,
        };
    }

    private static BankCategory TellDebit(in TextLine line)
    {
        // A lender's own words come first, or CASH LOANS would be cash and HOME LOANS a loan like any other.
        var lender = LenderWords.Of(line);
        if (lender is LenderKind.HighCost or LenderKind.Collector)
        {
            return lender == LenderKind.HighCost ? HighCostPayment : DebtCollector;
        }

        var told = Out.Find(line);
        if (lender == LenderKind.Ordinary && told is null or Insurance or Transport or Discretionary or Groceries or Energy)
        {
            return LoanPayment;
        }

        return told
            ?? (line.Name.EndsWith(" CARD ") ? CardPayment
            : TransferWays.Find(line) is not null && IsPerson(line) ? FamilyOut
            : Uncategorised);
    }

    /// <summary>Whether the other side is named as people are: an initial or a title, then one or two words.</summary>
    private static bool IsPerson(in TextLine line)
    {
        var name = line.Name.Trim(' ');
        var space = name.IndexOf(' ');
        var first = space < 0 ? [] : name[..space];
        var isInitial = first.Length == 1 && char.IsLetter(first[0]);
        return (isInitial || first is "MR" or "MRS" or "MS" or "MISS" or "HERR" or "FRAU" or "MME")
            && name[space..].Count(' ') <= 2 && !name.ContainsAnyInRange('0', '9');
    }
}
