// Names for the sample session, by language; people are made by drawing a given and a family name, so none of them is real.

/** @param {string} words separated by spaces; an underscore is a space within one name */
const list = (words) => words.split(' ').map((word) => word.replaceAll('_', ' '));

const peoples = (table) =>
  table.map(([given, family]) => ({ given: list(given), family: list(family) }));

/** Latin with any accent, Greek and Cyrillic: what one font draws. */
export const european = peoples([
  [
    'Jörg Käthe Lüder Änne Sönke Wiebke',
    'Mühlbäcker Weißgärber Öhlschläger von_Grünhagen Süßkind Kröll-Däumling',
  ],
  [
    'Zoé Maëlle Gaël Loïc Anaïs Océane',
    'Lefèvre-Bâtard d’Hérouval Çadet L’Hôtelier Noëllec Bœufgras',
  ],
  [
    'Íñigo Begoña Ángel Lucía Iñaki Martín',
    'Peñalbera_Ibáñez Güelmo Núñez_de_Arlanza Zúñigar Cañedón Ordoñezal',
  ],
  [
    'João Inês Conceição Simão Luísa Vicência',
    'Gonçalvedo Falcão-Brandim Magalhãer Assunçal dos_Anjinhos Vilaçãe',
  ],
  [
    'Łucja Świętosława Zbyszek Żaneta Grażyna Bogusław',
    'Brzęczykowicz Źrebięcki Gżegżółka Świątkiewska Łękoszyn Ćwiąkalik',
  ],
  [
    'Jiří Šárka Zdeněk Vojtěch Růžena Ondřej',
    'Řeháčkař Příhodnický Žďárovský Kučerňák Třešničková Šťovíčekar',
  ],
  [
    'Ľuboš Žofia Ladislav Dušan Ľudmila Štefan',
    'Hŕbik Stĺpecký Kôstkár Čerešňár Mäsiarik Vŕškovan',
  ],
  [
    'Győző Ágnes Örs Tünde Szűcsné_Éva Bendegúz',
    'Fűzfalvi Kőszőrűs Újhelyváry Gyöngyhajú Csűröspataki Dézsőfi',
  ],
  [
    'Ștefan Ioana Răzvan Țepeluș Ancuța Dănuț',
    'Brânzărescu Știrbănoiu Țurcănașu Mălăieșteanu Câmpulungeanu Fărcășanu',
  ],
  [
    'Gökçe İbrahim Çiğdem Şule Işıl Ümit',
    'Yağmurlukuş Öztürkmenli Gülağacı İncesuyu Şıklıoğlu Çelikbağ',
  ],
  [
    'Nguyệt Thịnh Phượng Đức Hằng Quyền',
    'Nguyễn_Thị_Ngọc Trần_Đình Phạm_Hữu Đặng_Thuỳ Võ_Quỳnh Lương_Bửu',
  ],
  [
    'Siân Llŷr Angharad Gwenllïan Tomôs Dŵynwen',
    'ap_Gruffŷdd Llwyd-Brân Ŵynfordd Penŷgarn Môrganddu Cadwaladŵr',
  ],
  [
    'Caoimhín Róisín Pádraig Gráinne Séaghdha Éabha',
    'Ó_Dubhshláin Ní_Chathasaigh Mac_Giolla_Bhuí O’Meacháin Nic_Éilí Ó_hAodhagáin',
  ],
  [
    'Þórunn Guðbrandur Ásdís Ægir Sæunn Örvar',
    'Þorbrandsdóttir Æsuson Snædísarson Hróðmarsdóttir Ölversson Ljótunnardóttir',
  ],
  [
    'Åsa Göran Märta Håkan Linnéa Björn',
    'Sjöstråle Ångermark Hägerlövsson Östanå Kråkmålavik Björnfjäll',
  ],
  [
    'Søren Åse Bjørg Kåre Ingebjørg Jørn',
    'Bærumsås Ødegårdstrø Kjærbøl Blåfjellhaug Skærlund-Østby Næssvåg',
  ],
  [
    'Päivi Väinö Yrjö Mirjä Säde Tyyne',
    'Hyväriläinen Pöllölä Kärkkänen-Ylä Mäkiöinen Jääskövaara Töyrylä',
  ],
  ['Õnne Jüri Tõnu Kärt Ülle Märt', 'Põldsaarõ Küünlamäe Sõõrumägi Tõnissalu Jõesüür Räägu'],
  [
    'Jānis Ģirts Ķērsta Žanete Dzintars Ņina',
    'Bērziņkalns Ķirsoņš Šķēlēns Ģībiete Ļaudonietis Ozoliņvīrs',
  ],
  [
    'Žydrūnas Eglė Ąžuolas Giedrė Vytenis Šarūnė',
    'Šiurkščiūnas Ąžuolinskaitė Žvirblėnas Kęstūnaitis Įgulytė Čepėnskis',
  ],
  [
    'Đurđa Željko Snježana Šime Ćiril Vlatka',
    'Đurđičković Šljivarević Žganjerić Ćurčijanin Čučković-Žic Kršnjavić',
  ],
  [
    'Blažka Žiga Črtomir Neža Špela Tjaž',
    'Čebelničar Žlebnikovič Škrjančev Hrovatšek Ušenkar Mlinčič',
  ],
  [
    'Flutura Çlirim Ëngjëll Besnik Mirënda Gëzim',
    'Çobanaj Gjërqari Hëndrit Përmetaj Shqërra Dëfrimi',
  ],
  [
    'Ċensu Ġorġa Żeppi Ħelena Karmnu Ġużeppa',
    'Ħaż-Żabbarin Ċaruwanu Għawdxar Żerafija Bonniċċi Xuerebħ',
  ],
  [
    'Ọláìtán Ṣadé Ẹ̀bùn Àdùkẹ́ Olúfẹ́mi Táyọ̀',
    'Ọ̀kánlàwọ́nsí Ṣówándé Ẹ̀kúndayọ́ Àjàṣẹ́gun Olówóláàfẹ́ Adéṣọ́nà',
  ],
  [
    'Chukwuṅeke Ịfeọma Ụzọchi Ọbịageli Nwaḳego Ọnwụdị',
    'Ọkọnkwọbi Ụmụnnadị Ịgbokwuru Ezeụgwụ Nwankwọala Ọjịambọ',
  ],
  [
    'Kaʻiulani Keʻala Nāinoa Pōmaikaʻi Hōkū Kūlia',
    'Kaʻahumalo Keaweʻula Kānepuʻu Nākoaʻole Pāʻālani Hoʻokanoa',
  ],
  [
    'Gülşən Əli Çingiz Ülviyyə Xəyal Şəhla',
    'Ağayəvli Məmmədzərə Qəhrəmanəl Çələbixan Əfəndizal Şıxəliyar',
  ],
  [
    'Laia Jordí Núria Àlex Montsè Cèlia',
    'Puig·gròs Torrè_i_Cal·lís Güellart Mas-Ràfol Vilà·lonça Sunyèrol',
  ],
  [
    'Giosuè Nicolò Fiammetta Desirée Zenò Mariù',
    'Dell’Orsù De_Nicolà-Rovè Cantù-Brò Pagliarò Brusà D’Agostù',
  ],
  [
    'Daniëlle Maaike Joäb Renée Thijs Zoë',
    'van_der_Meuleërt ’t_Hoofd-Reële De_Bruïnes van_’t_Zand Koëtse IJzerdraad-Coëhl',
  ],
  [
    'Ανδρομάχη Ευάγγελος Φαίδρα Ιάσονας Καλλιόπη Θρασύβουλος',
    'Παπαχρυσάνθης Μαυροκοκκινίδου Αϊβαλιώτη Ξυλοφορίδης Καραϊσκάρη Τριανταφυλλάς',
  ],
  [
    'Пётр Евдокия Глеб Аксинья Фёдор Любовь',
    'Берёзкинский Щеглова Подъячевых Жёлудев Вьюгинская Эмбицкий',
  ],
  [
    'Єлизавета Ґорґій Їлена Святослав Зоряна Ярема',
    'Ґудзиківський Їжакевич Єлинюк Під’яблонський Щедровська Хмелівчук',
  ],
  [
    'Цветелина Йордан Ружа Благовест Щилиян Ведра',
    'Бъчварски Ъглова Жълтодреева Кърпачев Щъркелов Гълъбинска',
  ],
  [
    'Ђурђица Љубица Његош Ћира Џенана Живојин',
    'Љиљановић Њежић-Ђул Ћулибркар Џамбазић Ђорђоски Шљивар',
  ],
  [
    'Ѓорѓи Ќамила Ѕвездана Љупчо Јане Њофра',
    'Ќосевски Ѓузелоска Ѕуница Џајков Љубичарска Јагленов',
  ],
  [
    'Әсел Ғалым Қарлығаш Өмірбек Ұлжан Һәбира',
    'Әбдіқалықұлы Ғабдолламова Қыдырбекқызы Өтегенов Ұзақбайтегі Шөкенұлы',
  ],
  [
    'Өнөржаргал Үүрийнтуяа Бөхчулуун Дөлгөөн Сүхээ Гүндэгмаа',
    'Бөртэчонын Үйзэнгийн Өлзийсайханы Түвшинхүүгийн Мөнхдөлийн Гүрбазарын',
  ],
]);

/** Everything else, a few people of each script: family name and given name as they are written there. */
const otherScripts = {
  Arabic: 'سَلمى_الزهراني_البَغلي يوسف_بن_نُعمان_القَرشَعي هِبة_الله_المِسكاوي عبد_الرؤوف_الشِهاني',
  Persian: 'مه‌لقا_گل‌افشان_پور پژمان_چراغ‌دوست ژاله_نیک‌سرشت_زاده کیوان_خوش‌گفتاری',
  Urdu: 'نصرت_جہاں_ڈھلوانی ٹیپو_شگفتہ_گھرانوی بُشریٰ_نوید_پھلواڑی غلام_مُرتضےٰ_چُھگانی',
  Hebrew: 'נְחָמָה_בן־שׁוֹהַמִּי אוריאל_צַפְרִירְזוֹן תהילה_קדמון־שקדי יִפְתָּח_גלבועיאן',
  Devanagari: 'श्रद्धा_क्षीरसागरकर ऋत्विज_ज्ञानदीपशास्त्री कृष्णप्रिया_ट्विंकलवार हृषीकेश_त्र्यंबकराव',
  Bengali: 'শ্রেয়সী_জ্যোৎস্নাময়ী ঋত্বিজ_ক্ষণপ্রভা_দত্তক হৃদিকা_বন্দ্যোঘাটী ব্রততী_চট্টোগঞ্জী',
  Tamil: 'கௌசல்யா_ஸ்ரீநிலவன் ஞானமணி_பொற்கொடியான் க்ஷேமா_தீச்சுடரோன் வெற்றிச்செழியன்_மூங்கிலார்',
  Thai: 'ปิ่นเพชร_กุ้งทองคำล้ำ ณัฏฐ์ชนน_ศรีน้ำผึ้งป่า ฐิติญาณ์_พู่กันแก้ว สุรีย์เพ็ญ_ธารน้ำค้าง',
  Khmer: 'សុភ័ក្ត្រា_ម្លិះព្រៃ គន្ធារ័ត្ន_ស្រស់ភ្នំ ច័ន្ទស្រីពៅ_ខ្យល់ត្បូង វុទ្ធិក្រៃ_ឈើទាល់',
  Myanmar: 'နှင်းဆီဖြူ_ရွှေကျောင်းသစ် မြတ်သွေးကြယ် သီရိပွင့်ခြူး ကျော်စွာထွဋ်ခေါင်မြို့',
  Ethiopic: 'ፀሐይነሽ_ወልደጊዮናስ ሙሉቀን_ኃይለምሕረትዓብ ጽጌረዳ_ዘውዱልዑል ቋጠሮ_ጓንጉልበረድ',
  Georgian: 'ნინუცა_წყაროჭალაძე ჯაბანა_ღვინჯილიშვილი ქეთუტა_ყვავილჭური ვაჟიკო_ხმალთბრძმედელი',
  Armenian: 'Շողունե_Ծիրանքարյան Վաղինատիկ_Ձյունաղբյուրյան Երջանիկա_Ճերմակջրյան Օհանիկ_Ֆնջանուկյան',
  Chinese: '欧阳霁䶮 諸葛韞瑩 司徒溪橋岸 赫连淼燚',
  Japanese: '小鳥遊_さくら子𠮷 髙﨑_ミドリヱ 四月一日_蓮太朗右 祗園辻_ゆづ葉',
  Korean: '남궁_햇살별 독고_빛찬솔 선우_꽃잎뜰 황보_뭇별늪',
};

export const otherScriptNames = Object.fromEntries(
  Object.entries(otherScripts).map(([script, names]) => [script, list(names)]),
);
