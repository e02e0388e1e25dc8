"""Sentences around personal data: `{}` is its place. Those of ANY fit whatever is said; the others name the kind."""

ANY = (
    "{} 이거 맞는지 봐 줘",
    "제 정보는 {} 입니다. 신청서를 써 주세요.",
    "김민지, {}, 서울 마포구",
    "아래 글을 공문체로 고쳐 줘.\n홍길동 {}\n감사합니다.",
    "{}",
    "My details: {} please format them.",
    "Turn this into JSON: name Kim, {}, Seoul",
    "({})",
    "이름: 이준호 / {} / 부산",
)
RESIDENT = (
    "제 주민등록번호는 {}이에요.",
    "주민번호 {} 로 조회해 줘",
    "주민등록번호: {}",
    "주민번호가 {}인데 띠가 뭐예요?",
    "민증 번호 {} 검증하는 코드 짜 줘",
    "Is {} a valid resident registration number?",
    "My RRN is {}, how old am I?",
    "아들 주번이 {} 이고 올해 입학해요. 서류 좀 써 줘",
    "고객 {}님께 보낼 안내문을 써 줘",
)
FOREIGNER = (
    "외국인등록번호 {} 로 비자 연장 서류를 써 줘",
    "My alien registration number is {}. When does it expire?",
    "외국인등록증 번호는 {}예요",
    "ARC number {} please check",
)
CARD = (
    "카드번호 {} 로 결제해 줘",
    "신용카드 {} 유효기간 12/29 이거 써도 되나요?",
    "My card number is {} and it was declined.",
    "visa {} is this number valid?",
    "체크카드 번호가 {}인데 분실했어요",
    "{} 이 카드 해지하는 법 알려 줘",
    "{} 05/28 cvc 123 으로 결제가 안 돼요",
)
PHONE = (
    "제 번호는 {}이에요. 문자 초안을 써 줘",
    "{}로 전화 주세요 라고 공손하게 써 줘",
    "연락처: {}",
    "휴대폰 번호 {} 이 적힌 명함 문구 만들어 줘",
    "Call me at {} tomorrow.",
    "My phone number is {}. Write a short ad.",
    "중고 자전거 팝니다. 문의는 {} 으로 주세요. 문구 다듬어 줘",
    "사장님 {} 로 연락드리면 되나요?",
    "010으로 시작하는 번호 {} 는 누구 거야?",
    "text {} when you arrive",
)
ACCOUNT = (
    "계좌번호 {} 로 입금 부탁드려요 라고 써 줘",
    "국민은행 {} 홍길동",
    "신한 {} 으로 보내 주세요",
    "카카오뱅크 {} 예금주 김민지 안내 문자 만들어 줘",
    "{} 농협으로 보내 달라고 정중하게 써 줘",
    "우리은행 계좌는 {}이에요",
    "회비는 {} (토스뱅크)로 보내 주세요",
    "My bank account is {}, write a payment request.",
    "Please transfer to {} by Friday.",
    "통장 {} 에 3만 원을 넣어 달라고 해 줘",
    "account number: {}",
    "기업은행 {} 로 월세 보냈는데 영수증 문구 써 줘",
)
PASSPORT = (
    "여권번호 {} 로 예약 메일을 써 줘",
    "제 여권은 {}이고 내년에 만료돼요",
    "My passport number is {}.",
    "여권 번호: {}",
    "passport {} issued in Seoul",
    "출입국 서류에 {} 라고 적었어요",
)
LICENCE = (
    "운전면허번호 {} 갱신하려면 뭐가 필요해요?",
    "면허증 번호가 {} 입니다",
    "My driver's license number is {}.",
    "렌터카 예약: 면허 {}",
    "{} 이 면허 적성검사는 언제예요?",
)
EMAIL = (
    "제 메일은 {} 입니다",
    "{}로 답장 쓰는 글 써 줘",
    "Write an email to {} about the meeting.",
    "이메일: {}",
    "문의는 {} 으로 주세요",
    "contact {}",
)
