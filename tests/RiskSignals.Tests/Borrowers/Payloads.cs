using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Borrowers;

/// <summary>Small payloads in the three forms, written for these tests.</summary>
internal static class Payloads
{
    public const string Obie =
        """
        {
          "Data": {
            "Account": [
              { "AccountId": "A1", "Currency": "GBP", "AccountType": "Personal", "AccountSubType": "CurrentAccount" },
              { "AccountId": "A2", "Currency": "GBP", "AccountType": "Personal", "AccountSubType": "Mortgage" }
            ],
            "Balance": [
              { "AccountId": "A1", "Amount": { "Amount": "500.00", "Currency": "GBP" }, "CreditDebitIndicator": "Credit", "Type": "InterimBooked",
                "DateTime": "2025-03-31T05:00:00+00:00",
                "CreditLine": [ { "Included": false, "Type": "Pre-Agreed", "Amount": { "Amount": "250.00", "Currency": "GBP" } } ] }
            ],
            "Transaction": [
              { "AccountId": "A1", "TransactionId": "t1", "Amount": { "Amount": "1850.40", "Currency": "GBP" }, "CreditDebitIndicator": "Credit",
                "Status": "Booked", "BookingDateTime": "2025-03-28T00:00:00+01:00", "TransactionInformation": "SALARY MARCH" },
              { "AccountId": "A1", "TransactionId": "t2", "Amount": { "Amount": "62.75", "Currency": "GBP" }, "CreditDebitIndicator": "Debit",
                "Status": "Booked", "BookingDateTime": "2025-03-30T10:00:00+00:00", "TransactionInformation": "CARD PAYMENT\tTO GREENS",
                "MerchantDetails": { "MerchantName": "Greens", "MerchantCategoryCode": "5411" } },
              { "AccountId": "A1", "Amount": { "Amount": "9.99", "Currency": "GBP" }, "CreditDebitIndicator": "Debit",
                "Status": "Pending", "BookingDateTime": "2025-03-31T04:00:00+00:00", "TransactionInformation": "STREAM" }
            ]
          },
          "Links": { "Self": "https://bank.example/transactions" },
          "Meta": { "TotalPages": 1 }
        }
        """;

    public const string Obie4 =
        """
        {
          "Data": {
            "Account": [ { "AccountId": "A1", "Currency": "GBP", "AccountCategory": "Personal", "AccountTypeCode": "SVGS" } ],
            "Balance": { "AccountId": "A1", "Amount": { "Amount": "80.00", "Currency": "GBP", "SubType": "BCUR" }, "CreditDebitIndicator": "Credit",
              "Type": "CLAV", "DateTime": "2025-03-31T05:00:00+00:00" },
            "Transaction": [
              { "AccountId": "A1", "TransactionId": "t1", "Amount": { "Amount": "1.20", "Currency": "GBP" }, "CreditDebitIndicator": "Credit",
                "Status": "BOOK", "BookingDateTime": "2025-03-28T10:00:00Z", "BankTransactionCode": { "Code": "MCOP", "SubCode": "INTR" },
                "Balance": { "Amount": { "Amount": "80.00", "Currency": "GBP" }, "CreditDebitIndicator": "Credit", "Type": "ITBD" } },
              { "AccountId": "A1", "TransactionId": "t2", "Amount": { "Amount": "5.00", "Currency": "GBP" }, "CreditDebitIndicator": "Debit",
                "Status": "PDNG", "BookingDateTime": "2025-03-31T10:00:00.123Z" },
              { "AccountId": "A1", "TransactionId": "t3", "Amount": { "Amount": "5.00", "Currency": "GBP" }, "CreditDebitIndicator": "Debit",
                "Status": "INFO", "BookingDateTime": "2025-03-31T10:00:00Z" }
            ]
          }
        }
        """;

    public const string Berlin =
        """
        {
          "account": { "resourceId": "K1", "iban": "DE00", "currency": "EUR", "cashAccountType": "CACC" },
          "balances": [ { "balanceAmount": { "amount": "-12.30", "currency": "EUR" }, "balanceType": "closingBooked", "referenceDate": "2025-03-30" } ],
          "transactions": {
            "booked": [
              { "transactionId": "b2", "transactionAmount": { "amount": "-40.00", "currency": "EUR" }, "bookingDate": "2025-03-30",
                "creditorName": "Stadtwerke", "debtorName": "Borrower", "remittanceInformationUnstructuredArray": ["Strom", "Maerz"] },
              { "transactionId": "b1", "transactionAmount": { "amount": "27.70", "currency": "EUR" }, "valueDate": "2025-03-29",
                "debtorName": "Agentur", "purposeCode": "BENE" }
            ],
            "pending": [ { "transactionAmount": { "amount": "-3.00", "currency": "EUR" }, "valueDate": "2025-03-31" } ]
          }
        }
        """;

    public const string Plaid =
        """
        {
          "accounts": [
            { "account_id": "p1", "type": "depository", "subtype": "checking",
              "balances": { "available": 90, "current": 100.5, "iso_currency_code": "USD", "limit": 40 } },
            { "account_id": "p2", "type": "loan", "subtype": "student", "balances": { "current": 900, "iso_currency_code": "USD" } }
          ],
          "added": [
            { "transaction_id": "x2", "account_id": "p1", "amount": 12.3, "iso_currency_code": "USD", "date": "2025-03-30", "pending": false,
              "pending_transaction_id": "x1", "name": "COIN PALACE", "personal_finance_category": { "detailed": "ENTERTAINMENT_CASINOS_AND_GAMBLING" } },
            { "transaction_id": "x3", "account_id": "p1", "amount": -2000, "iso_currency_code": "USD", "date": "2025-03-28", "pending": false,
              "merchant_name": null, "name": "ACME PAYROLL", "personal_finance_category": { "detailed": "INCOME_WAGES" } },
            { "transaction_id": "x4", "account_id": "p1", "amount": 25, "iso_currency_code": "USD", "date": "2025-03-27", "pending": false,
              "name": "Gift to a party", "personal_finance_category": { "detailed": "GOVERNMENT_AND_NON_PROFIT_DONATIONS" } }
          ],
          "modified": [],
          "removed": [ { "account_id": "p1", "transaction_id": "x0" } ],
          "has_more": false
        }
        """;

    public static FeedOrigin Origin { get; } = new("B1", Instant.At(new DateOnly(2025, 3, 31), hour: 6));

    public static FeedPayload Read(string json, FeedOrigin? origin = null) => OpenBankingFeed.Read(Encoding.UTF8.GetBytes(json), origin ?? Origin);
}
