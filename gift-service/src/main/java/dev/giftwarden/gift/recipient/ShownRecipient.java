package dev.giftwarden.gift.recipient;

/// A recipient as its caller gets to see it.
public record ShownRecipient(Recipient recipient, ShownPerson person) {}
