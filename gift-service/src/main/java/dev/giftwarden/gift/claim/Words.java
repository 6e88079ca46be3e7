package dev.giftwarden.gift.claim;

import dev.giftwarden.gift.gift.GiftState;

/// What the page says, in one language.
public record Words(
    String title,
    String waiting,
    String worth,
    String until,
    String choose,
    String unchosen,
    String gone,
    String soldOut,
    String chosen,
    String where,
    String name,
    String line1,
    String line2,
    String city,
    String region,
    String postalCode,
    String country,
    String countryHint,
    String optional,
    String claim,
    String declineTitle,
    String declineHint,
    String decline,
    String claimed,
    String shipped,
    String delivered,
    String declined,
    String nothing,
    String nothingHint,
    String tooMany,
    String failed,
    String wrong,
    String wrongField,
    String absentField) {

  static final Words ENGLISH =
      new Words(
          "Your gift",
          "You have been sent a gift",
          "It is worth",
          "You can claim it until",
          "What would you like?",
          "Choose one of these.",
          "What you chose is not to be had any more. Choose another.",
          "There is nothing left to choose from at the moment. Come back another day.",
          "You chose:",
          "Where shall it go?",
          "Name",
          "Street and number",
          "More of the address",
          "City",
          "State, province or county",
          "Postal code",
          "Country",
          "Two letters, such as DE or GB",
          "not needed",
          "Claim the gift",
          "You would rather not have it?",
          "Nobody is told why, and the value goes back to whoever sent it.",
          "Decline the gift",
          "You have claimed this gift. It will be sent to the address you gave.",
          "Your gift is on its way.",
          "Your gift has been delivered.",
          "You have declined this gift.",
          "There is no gift here",
          "The link may be mistyped, replaced by a newer one, or over. Ask whoever gave it to you.",
          "Too many tries. Wait a minute and try again.",
          "This did not work. Go back and try again.",
          "Something in the form needs another look:",
          "Not as it has to be:",
          "This is needed.");

  static final Words ARABIC =
      new Words(
          "هديتك",
          "لقد أُرسلت إليك هدية",
          "قيمتها",
          "يمكنك استلامها حتى",
          "ماذا تختار؟",
          "اختر واحداً مما يلي.",
          "ما اخترته لم يعد متوفراً. اختر غيره.",
          "لم يبقَ ما يمكن اختياره الآن. عُد في يوم آخر.",
          "اخترت:",
          "إلى أين نرسلها؟",
          "الاسم",
          "الشارع والرقم",
          "تتمة العنوان",
          "المدينة",
          "الولاية أو المحافظة",
          "الرمز البريدي",
          "البلد",
          "حرفان لاتينيان، مثل EG أو SA",
          "اختياري",
          "استلام الهدية",
          "لا ترغب فيها؟",
          "لن يُسأل أحد عن السبب، وتعود القيمة إلى المُرسل.",
          "رفض الهدية",
          "لقد استلمت هذه الهدية، وستُرسل إلى العنوان الذي كتبته.",
          "هديتك في الطريق إليك.",
          "تم تسليم هديتك.",
          "لقد رفضت هذه الهدية.",
          "لا توجد هدية هنا",
          "قد يكون الرابط غير صحيح أو استُبدل بآخر أو انتهى. اسأل من أعطاك إياه.",
          "محاولات كثيرة. انتظر دقيقة ثم حاول مجدداً.",
          "لم ينجح ذلك. ارجع وحاول مجدداً.",
          "في النموذج ما يحتاج إلى مراجعة:",
          "ليس كما يجب:",
          "هذا الحقل مطلوب.");

  /// How a gift fares that waits for nothing from its recipient.
  String of(GiftState state) {
    return switch (state) {
      case CLAIMED -> claimed;
      case SHIPPED -> shipped;
      case DELIVERED -> delivered;
      case DECLINED -> declined;
      case CREATED, SENT, VIEWED -> waiting;
      case CANCELLED, EXPIRED -> nothing;
    };
  }
}
