package org.homeward.people;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** People on no list, made up: names that are usual in their nations, in the script of a passport or of the nation. */
public final class OrdinaryPeople {

    private record Nation(
            String code, int share, boolean fathersName, List<String> men, List<String> women, List<String> families) {}

    private static final List<Nation> NATIONS = List.of(
            nation("SYR", 30, true, """
                    MOHAMMAD AHMAD ALI HASAN HUSSEIN OMAR KHALED MAHMOUD YOUSEF IBRAHIM MUSTAFA ABDULLAH SAMIR BASSEL FIRAS NIZAR
                    GHASSAN WAEL ZIAD RAMI MAHER TAREK ANAS BILAL MAZEN NASSER FADI GEORGE ELIAS HANNA ANTOUN NABIL ADNAN MARWAN
                    ABDULRAHMAN ABDULKARIM HAITHAM SAMER YASSER AYMAN KINAN LOUAY MONZER HAMZA RIYAD SALAH ISSAM JAMAL KAMAL WALID
                    محمد أحمد علي حسن حسين عمر خالد محمود يوسف إبراهيم مصطفى سمير فراس غسان وائل زياد رامي ماهر طارق أنس""", """
                    FATIMA MARYAM AISHA RANIA HALA RIMA LINA NOUR SALMA HANAN SAMAR GHADA HIBA RASHA DIMA LAMA ROULA SAWSAN NADA
                    AMAL HUDA MAYSA SUZAN LAYLA YARA RAGHAD SHAHD فاطمة مريم عائشة رانيا هالة ريما لينا نور سلمى حنان""", """
                    AL-KHATIB AL-HALABI AL-SHAMI AL-MASRI HADDAD KHOURY NAJJAR AL-AHMAD AL-ALI AL-HUSSEIN AL-HASAN AL-MOHAMMAD
                    SABBAGH QASSAB HAMWI DARWISH SHAHIN AL-JABER AL-OMAR AL-KHALED KASSEM MANSOUR SALEH SULAIMAN DIB ISSA ABBAS
                    HAMDAN ABDULLAH BAKRI TAWIL ATTAR HALLAK ZAYAT SAADI KHALIL RIFAI HAMED AL-SAYED SALLOUM NASSAR MASOUD ASSAF
                    الخطيب الحلبي الشامي المصري حداد خوري نجار الأحمد العلي الحسين درويش شاهين منصور صالح سليمان"""),
            nation("RUS", 25, false, """
                    ALEKSANDR SERGEI DMITRII ANDREI ALEKSEI IVAN VLADIMIR NIKOLAI MIKHAIL EVGENII IGOR OLEG PAVEL ROMAN VIKTOR
                    ANTON KIRILL MAKSIM DENIS ARTEM ILIA STANISLAV VADIM RUSLAN TIMUR Александр Сергей Дмитрий Андрей Алексей Иван
                    Владимир Николай Михаил Евгений Игорь Олег Павел Юрий Фёдор Щукарь Яков Эдуард""", """
                    ELENA OLGA NATALIA TATIANA IRINA SVETLANA EKATERINA ANNA MARIIA IULIIA ANASTASIIA LIUDMILA GALINA VERA NINA
                    LARISA KSENIIA DARIA POLINA ALINA Елена Ольга Наталья Татьяна Ирина Светлана Екатерина Анна Мария Юлия""", """
                    IVANOV PETROV SIDOROV SMIRNOV KUZNETSOV POPOV VASILEV SOKOLOV MIKHAILOV NOVIKOV FEDOROV MOROZOV VOLKOV ALEKSEEV
                    LEBEDEV SEMENOV EGOROV PAVLOV KOZLOV STEPANOV NIKOLAEV ORLOV ANDREEV MAKAROV NIKITIN ZAKHAROV ZAITSEV BORISOV
                    IAKOVLEV GRIGOREV SHCHERBAKOV KHARITONOV TSVETKOV GUSEINOV MAGOMEDOV ALIEV AKHMEDOV Иванов Петров Смирнов
                    Кузнецов Попов Щербаков Харитонов Цветков Юдин Яковлев Ёлкин Подъяпольский"""),
            nation("UKR", 8, false, """
                    OLEKSANDR SERHII VOLODYMYR ANDRII MYKOLA IVAN YURII VASYL DMYTRO OLEKSII BOHDAN TARAS PETRO Олександр Сергій
                    Володимир Андрій Микола Юрій""", """
                    OLENA NATALIIA IRYNA OKSANA TETIANA HANNA LIUDMYLA MARIIA YULIIA KATERYNA Олена Ірина Оксана Ганна""", """
                    SHEVCHENKO KOVALENKO BONDARENKO TKACHENKO KRAVCHENKO OLIYNYK SHEVCHUK KOVAL POLISHCHUK BONDAR TKACHUK MOROZ
                    MARCHENKO LYSENKO RUDENKO SAVCHENKO PETRENKO Шевченко Коваленко Ткаченко Бойко"""),
            nation("TUR", 8, false, """
                    MEHMET MUSTAFA AHMET ALİ HÜSEYİN HASAN İBRAHİM OSMAN YUSUF MURAT ÖMER RAMAZAN HALİL SÜLEYMAN EMRE BURAK CEM""", """
                    FATMA AYŞE EMİNE HATİCE ZEYNEP ELİF MERYEM ŞERİFE SULTAN ÖZLEM ESRA""", """
                    YILMAZ KAYA DEMİR ŞAHİN ÇELİK YILDIZ YILDIRIM ÖZTÜRK AYDIN ÖZDEMİR ARSLAN DOĞAN KILIÇ ASLAN ÇETİN KARA KOÇ"""),
            nation("IRN", 8, false, """
                    MOHAMMAD ALI HOSSEIN REZA MEHDI HASSAN AHMAD MAJID SAEED HAMID AMIR ABBAS JAVAD MORTEZA BEHZAD KAVEH محمد علی
                    حسین رضا مهدی""", """
                    ZAHRA FATEMEH MARYAM LEILA NARGES SARA PARISA MINA SHIRIN NASRIN زهرا فاطمه مریم""", """
                    MOHAMMADI HOSSEINI AHMADI KARIMI REZAEI MOUSAVI JAFARI RAHIMI SADEGHI HASHEMI AKBARI NOURI GHASEMI EBRAHIMI
                    MORADI TEHRANI SHIRAZI ESFAHANI محمدی حسینی احمدی کریمی"""),
            nation("AFG", 5, false, """
                    ABDUL RAHMAN|MOHAMMAD NASIR|AHMAD SHAH|GHULAM ALI|ABDUL QADIR|MOHAMMAD YUSUF|SAYED HASAN|NAJIBULLAH|HAMIDULLAH|
                    ABDUL GHAFOOR|MOHAMMAD HASHIM|ESMATULLAH|NOOR MOHAMMAD|MOHAMMAD AMIN|RAHMATULLAH""", """
                    ZARMINA|SHUKRIA|LAILA|FARIDA|NAHID|PARWIN|BIBI GUL""", """
                    AHMADI|RAHIMI|NOORI|KARIMI|MOHAMMADI|STANIKZAI|POPAL|WARDAK|YUSUFZAI|AZIZI|HAKIMI|SHARIFI|SAFI|OMARI|HAIDARI"""),
            nation("CHN", 8, false, """
                    WEI JIANGUO XIAOMING LEI JUN HAO YONG TAO MING CHAO BIN 伟 建国 小明 磊 军""", """
                    FANG XIUYING NA MIN JING LI YAN 芳 秀英 娜 敏""", """
                    WANG LI ZHANG LIU CHEN YANG HUANG ZHAO WU ZHOU XU SUN MA ZHU HU GUO HE LIN GAO LUO 王 李 张 刘 陈"""),
            nation("DEU", 10, false, """
                    JOHN MICHAEL THOMAS PETER ANDREAS STEFAN JÜRGEN MARTIN PIERRE JEAN LUCA MARCO CARLOS JOSE JUAN ANTONIO MANUEL
                    PIOTR KRZYSZTOF LARS ERIK GIORGOS NIKOLAOS DAVID DANIEL ROBERT""", """
                    MARIA ANNA SABINE MONIKA CLAIRE SOPHIE GIULIA CARMEN LUCIA KATARZYNA INGRID HELENA EMMA LAURA""", """
                    MÜLLER SCHMIDT SCHNEIDER FISCHER WEBER MARTIN BERNARD DUBOIS ROSSI FERRARI GARCIA FERNANDEZ LOPEZ MARTINEZ NOWAK
                    KOWALSKI SMITH JONES BROWN TAYLOR JOHANSSON HANSEN PAPADOPOULOS DE-JONG VAN-DIJK"""),
            nation("NGA", 8, false, """
                    EMMANUEL SAMUEL IBRAHIM MUSA CHUKWUEMEKA OLUWASEUN KWAME KOFI JEAN-PIERRE MAMADOU OUSMANE ABDOULAYE AMADOU MOUSSA
                    TESFAYE ABEBE JUMA HASSAN ABDI MOHAMED JOSEPH PATRICK INNOCENT""", """
                    GRACE BLESSING NGOZI AMINATA FATOU MARIAM AISHA HALIMA CHIAMAKA ESTHER ALMAZ""", """
                    OKAFOR ADEYEMI BELLO ABUBAKAR MENSAH OSEI DIALLO TRAORE COULIBALY KEITA CISSE NDIAYE BA SOW MWANGI OTIENO
                    KAMAU TESHOME BEKELE HASSAN ALI ADAN HABIMANA UWIMANA KABILA NDAYISHIMIYE"""));

    private static final int SHARES = NATIONS.stream().mapToInt(Nation::share).sum();

    private OrdinaryPeople() {}

    /** As many as asked for, always the same for the same seed; births from 1930 to 2020, a fifth of them by the year. */
    public static Stream<Traits> some(int number, long seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> one(random)).limit(number);
    }

    private static Traits one(Random random) {
        int at = random.nextInt(SHARES);
        Nation nation = NATIONS.get(0);
        for (Nation each : NATIONS) {
            nation = each;
            if ((at -= each.share) < 0) {
                break;
            }
        }
        boolean woman = random.nextBoolean();
        String given = any(woman ? nation.women : nation.men, random);
        String family = any(nation.families, random);
        String own = sameScript(given, family) ? family : any(nation.families, random);
        String name = nation.fathersName && random.nextInt(3) > 0
                ? given + " " + any(nation.men, random) + " " + own
                : random.nextBoolean() ? given + " " + own : own + " " + given;
        LocalDate born = LocalDate.of(1930, 1, 1).plusDays(random.nextInt(91 * 365));
        return Traits.named(name)
                .born(random.nextInt(5) == 0 ? Birth.in(born.getYear()) : Birth.on(born))
                .ofSex(woman ? Sex.FEMALE : Sex.MALE)
                .ofNationality(nation.code);
    }

    private static boolean sameScript(String one, String other) {
        return (one.charAt(0) < 0x250) == (other.charAt(0) < 0x250);
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static Nation nation(
            String code, int share, boolean fathersName, String men, String women, String families) {
        return new Nation(code, share, fathersName, words(men), words(women), words(families));
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(text.contains("|") ? "\\|\\s*" : "\\s+"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
