using static RiskSignals.Borrowers.BankCategory;

namespace RiskSignals.Borrowers;

/// <summary>
/// Plaid's personal finance categories, 104 under 16 primary ones, as ours. Where one of theirs is about several of ours, or says nothing
/// that counts here, it is <see cref="Uncategorised"/>, and the texts may tell.
/// </summary>
public static class PlaidCategories
{
    private static readonly Dictionary<string, BankCategory> ByCode = new(StringComparer.Ordinal)
    {
        ["INCOME_DIVIDENDS"] = OtherIncome,
        ["INCOME_INTEREST_EARNED"] = InterestEarned,
        ["INCOME_RETIREMENT_PENSION"] = Pension,
        ["INCOME_TAX_REFUND"] = Refund,
        ["INCOME_UNEMPLOYMENT"] = Benefit,
        ["INCOME_WAGES"] = Salary,
        ["INCOME_OTHER_INCOME"] = OtherIncome,

        // Whether the other account is the borrower's own is for the pairing of own transfers to find out.
        ["TRANSFER_IN_CASH_ADVANCES_AND_LOANS"] = LoanDisbursement,
        ["TRANSFER_IN_DEPOSIT"] = OtherIncome,
        ["TRANSFER_IN_INVESTMENT_AND_RETIREMENT_FUNDS"] = Savings,
        ["TRANSFER_IN_SAVINGS"] = Savings,
        ["TRANSFER_IN_ACCOUNT_TRANSFER"] = Uncategorised,
        ["TRANSFER_IN_OTHER_TRANSFER_IN"] = Uncategorised,
        ["TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS"] = Savings,
        ["TRANSFER_OUT_SAVINGS"] = Savings,
        ["TRANSFER_OUT_WITHDRAWAL"] = Cash,
        ["TRANSFER_OUT_ACCOUNT_TRANSFER"] = Uncategorised,
        ["TRANSFER_OUT_OTHER_TRANSFER_OUT"] = Uncategorised,

        ["LOAN_PAYMENTS_CAR_PAYMENT"] = LoanPayment,
        ["LOAN_PAYMENTS_CREDIT_CARD_PAYMENT"] = CardPayment,
        ["LOAN_PAYMENTS_PERSONAL_LOAN_PAYMENT"] = LoanPayment,
        ["LOAN_PAYMENTS_MORTGAGE_PAYMENT"] = Housing,
        ["LOAN_PAYMENTS_STUDENT_LOAN_PAYMENT"] = LoanPayment,
        ["LOAN_PAYMENTS_OTHER_PAYMENT"] = LoanPayment,

        ["BANK_FEES_ATM_FEES"] = OtherFee,
        ["BANK_FEES_FOREIGN_TRANSACTION_FEES"] = OtherFee,
        ["BANK_FEES_INSUFFICIENT_FUNDS"] = LackOfFundsFee,
        ["BANK_FEES_INTEREST_CHARGE"] = OtherFee,
        ["BANK_FEES_OVERDRAFT_FEES"] = LackOfFundsFee,
        ["BANK_FEES_OTHER_BANK_FEES"] = OtherFee,

        ["ENTERTAINMENT_CASINOS_AND_GAMBLING"] = Gambling,
        ["ENTERTAINMENT_MUSIC_AND_AUDIO"] = Subscription,
        ["ENTERTAINMENT_SPORTING_EVENTS_AMUSEMENT_PARKS_AND_MUSEUMS"] = Discretionary,
        ["ENTERTAINMENT_TV_AND_MOVIES"] = Subscription,
        ["ENTERTAINMENT_VIDEO_GAMES"] = Discretionary,
        ["ENTERTAINMENT_OTHER_ENTERTAINMENT"] = Discretionary,

        ["FOOD_AND_DRINK_BEER_WINE_AND_LIQUOR"] = Discretionary,
        ["FOOD_AND_DRINK_COFFEE"] = Discretionary,
        ["FOOD_AND_DRINK_FAST_FOOD"] = Discretionary,
        ["FOOD_AND_DRINK_GROCERIES"] = Groceries,
        ["FOOD_AND_DRINK_RESTAURANT"] = Discretionary,
        ["FOOD_AND_DRINK_VENDING_MACHINES"] = Discretionary,
        ["FOOD_AND_DRINK_OTHER_FOOD_AND_DRINK"] = Discretionary,

        ["GENERAL_MERCHANDISE_BOOKSTORES_AND_NEWSSTANDS"] = Discretionary,
        ["GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES"] = Discretionary,
        ["GENERAL_MERCHANDISE_CONVENIENCE_STORES"] = Groceries,
        ["GENERAL_MERCHANDISE_DEPARTMENT_STORES"] = Discretionary,
        ["GENERAL_MERCHANDISE_DISCOUNT_STORES"] = Discretionary,
        ["GENERAL_MERCHANDISE_ELECTRONICS"] = Discretionary,
        ["GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES"] = Discretionary,
        ["GENERAL_MERCHANDISE_OFFICE_SUPPLIES"] = Discretionary,
        ["GENERAL_MERCHANDISE_ONLINE_MARKETPLACES"] = Discretionary,
        ["GENERAL_MERCHANDISE_PET_SUPPLIES"] = Discretionary,
        ["GENERAL_MERCHANDISE_SPORTING_GOODS"] = Discretionary,
        ["GENERAL_MERCHANDISE_SUPERSTORES"] = Groceries,
        ["GENERAL_MERCHANDISE_TOBACCO_AND_VAPE"] = Discretionary,
        ["GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE"] = Discretionary,

        ["HOME_IMPROVEMENT_FURNITURE"] = Discretionary,
        ["HOME_IMPROVEMENT_HARDWARE"] = Discretionary,
        ["HOME_IMPROVEMENT_REPAIR_AND_MAINTENANCE"] = Discretionary,
        ["HOME_IMPROVEMENT_SECURITY"] = Subscription,
        ["HOME_IMPROVEMENT_OTHER_HOME_IMPROVEMENT"] = Discretionary,

        ["MEDICAL_DENTAL_CARE"] = HealthLike,
        ["MEDICAL_EYE_CARE"] = HealthLike,
        ["MEDICAL_NURSING_CARE"] = HealthLike,
        ["MEDICAL_PHARMACIES_AND_SUPPLEMENTS"] = HealthLike,
        ["MEDICAL_PRIMARY_CARE"] = HealthLike,
        ["MEDICAL_VETERINARY_SERVICES"] = Discretionary,
        ["MEDICAL_OTHER_MEDICAL"] = HealthLike,

        // The last one holds what is spent on mental health.
        ["PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS"] = Subscription,
        ["PERSONAL_CARE_HAIR_AND_BEAUTY"] = Discretionary,
        ["PERSONAL_CARE_LAUNDRY_AND_DRY_CLEANING"] = Discretionary,
        ["PERSONAL_CARE_OTHER_PERSONAL_CARE"] = HealthLike,

        ["GENERAL_SERVICES_ACCOUNTING_AND_FINANCIAL_PLANNING"] = Discretionary,
        ["GENERAL_SERVICES_AUTOMOTIVE"] = Transport,
        ["GENERAL_SERVICES_CHILDCARE"] = Childcare,
        ["GENERAL_SERVICES_CONSULTING_AND_LEGAL"] = Discretionary,
        ["GENERAL_SERVICES_EDUCATION"] = Uncategorised,
        ["GENERAL_SERVICES_INSURANCE"] = Insurance,
        ["GENERAL_SERVICES_POSTAGE_AND_SHIPPING"] = Discretionary,
        ["GENERAL_SERVICES_STORAGE"] = Subscription,
        ["GENERAL_SERVICES_OTHER_GENERAL_SERVICES"] = Discretionary,

        // Donations and non-profits reveal belief, politics and membership: see IsPrivate.
        ["GOVERNMENT_AND_NON_PROFIT_DONATIONS"] = Uncategorised,
        ["GOVERNMENT_AND_NON_PROFIT_GOVERNMENT_DEPARTMENTS_AND_AGENCIES"] = Uncategorised,
        ["GOVERNMENT_AND_NON_PROFIT_TAX_PAYMENT"] = LocalTax,
        ["GOVERNMENT_AND_NON_PROFIT_OTHER_GOVERNMENT_AND_NON_PROFIT"] = Uncategorised,

        ["TRANSPORTATION_BIKES_AND_SCOOTERS"] = Transport,
        ["TRANSPORTATION_GAS"] = Transport,
        ["TRANSPORTATION_PARKING"] = Transport,
        ["TRANSPORTATION_PUBLIC_TRANSIT"] = Transport,
        ["TRANSPORTATION_TAXIS_AND_RIDE_SHARES"] = Transport,
        ["TRANSPORTATION_TOLLS"] = Transport,
        ["TRANSPORTATION_OTHER_TRANSPORTATION"] = Transport,

        ["TRAVEL_FLIGHTS"] = Discretionary,
        ["TRAVEL_LODGING"] = Discretionary,
        ["TRAVEL_RENTAL_CARS"] = Discretionary,
        ["TRAVEL_OTHER_TRAVEL"] = Discretionary,

        ["RENT_AND_UTILITIES_GAS_AND_ELECTRICITY"] = Energy,
        ["RENT_AND_UTILITIES_INTERNET_AND_CABLE"] = Telecom,
        ["RENT_AND_UTILITIES_RENT"] = Housing,
        ["RENT_AND_UTILITIES_SEWAGE_AND_WASTE_MANAGEMENT"] = Water,
        ["RENT_AND_UTILITIES_TELEPHONE"] = Telecom,
        ["RENT_AND_UTILITIES_WATER"] = Water,
        ["RENT_AND_UTILITIES_OTHER_UTILITIES"] = Uncategorised,
    };

    /// <summary>The detailed codes that are known, in their order.</summary>
    public static IReadOnlyCollection<string> Known => ByCode.Keys;

    /// <summary>Our class of a detailed code; <see cref="Uncategorised"/> if the code is absent or not known.</summary>
    public static BankCategory Of(string? detailed, bool isCredit)
    {
        if (detailed is null || !ByCode.TryGetValue(detailed, out var category))
        {
            return Uncategorised;
        }

        return category switch
        {
            Uncategorised or Savings or CardPayment or Gambling or HealthLike => category,
            Salary or Benefit or Pension or OtherIncome or InterestEarned or LoanDisbursement or Refund => isCredit ? category : Uncategorised,
            LackOfFundsFee or OtherFee => isCredit ? FeeRefund : category,
            _ => isCredit ? Refund : category,
        };
    }

    /// <summary>Whether a detailed code reveals belief, politics or union membership.</summary>
    public static bool IsPrivate(string? detailed) =>
        detailed is "GOVERNMENT_AND_NON_PROFIT_DONATIONS" or "GOVERNMENT_AND_NON_PROFIT_OTHER_GOVERNMENT_AND_NON_PROFIT";
}
