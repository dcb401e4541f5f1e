namespace RiskSignals.Simulation;

/// <summary>What is true of a decision on the day it reaches the borrower, before chance decides.</summary>
/// <param name="RecentContacts">Contacts in the 30 days before.</param>
/// <param name="Chances">By the reference law of <see cref="TreatmentResponse"/>, from the borrower's readiness and reference capacity.</param>
/// <param name="SpillOver">What it adds, by the same law, to the chance that the other of the household pays something open; 0 without another.</param>
public sealed record TrueResponse(
    string DecisionId, string LoanId, DateOnly On, TreatmentForm Form, int RecentContacts, ResponseChances Chances, double SpillOver = 0);
