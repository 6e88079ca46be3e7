package dev.giftwarden.auth.client.money;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// List one of ISO 4217 as published on 2026-01-01, without funds and without what has no minor
/// units (metals, `XDR`, `XTS`, `XXX`): nothing that a budget could count. The JDK's currencies are
/// no such list: they keep what was withdrawn decades ago, and lack some that are there.
final class ActiveCurrencies {

  private static final String NONE =
      "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

  private static final String TWO =
      """
      AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
      CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
      HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA
      MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN
      QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
      TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
      """;

  private static final String THREE = "BHD IQD JOD KWD LYD OMR TND";

  private static final String FOUR = "UYW";

  private static final Map<String, Integer> DIGITS = digits();

  private ActiveCurrencies() {}

  static boolean contains(String code) {
    return DIGITS.containsKey(code);
  }

  /// How many digits of an amount are minor units: 2 of EUR, none of JPY.
  static OptionalInt minorDigits(String code) {
    Integer digits = DIGITS.get(code);
    return digits == null ? OptionalInt.empty() : OptionalInt.of(digits);
  }

  private static Map<String, Integer> digits() {
    Map<String, Integer> digits = new HashMap<>();
    put(digits, NONE, 0);
    put(digits, TWO, 2);
    put(digits, THREE, 3);
    put(digits, FOUR, 4);
    return Map.copyOf(digits);
  }

  private static void put(Map<String, Integer> digits, String codes, int count) {
    for (String code : codes.strip().split("\\s+")) {
      digits.put(code, count);
    }
  }
}
