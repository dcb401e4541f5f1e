using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>A monthly payment that wasn't made on the day it was due.</summary>
/// <param name="PaidOn">The day it was paid after all; null if it was missed.</param>
/// <param name="Amount">In minor units.</param>
public sealed record UnpaidBill(BankCategory Category, DateOnly DueOn, DateOnly? PaidOn, long Amount);
