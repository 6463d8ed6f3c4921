package org.homeward.people;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What everybody is called, which tells little of a person; and which of these names are spellings of one. */
final class Frequency {

    private static final double RARE = 1;
    private static final double FREQUENT = 0.5;
    /** Words of so few sounds are many people's. */
    private static final int SHORT = 3;

    private static final double PARTICLE = 0.1;
    private static final double INITIAL = 0.2;

    /** Titles and words of kinship; what they stand beside is the name. */
    private static final Set<String> PARTICLES = Set.of("""
            AL EL UL AR AS AT AD AZ ASH UR UD BIN BN IBN BEN BINT ABU ABOU ABI UMM UM OULD WALAD WULD ABDUL DE LA LE LES DU DA DO DOS DAS DI DEL DELLA VAN
            VON DER DEN TER ZU ZUR SAN E Y MR MRS MS MISS DR PROF SIR MONSIEUR MADAME HERR FRAU SHAIKH SHEIKH SHEYKH SHAYKH
            HAJI HAJJ HAJJI MULLAH MOLLAH MAULAVI MAWLAWI QARI PRESIDENT PRASIDENT GENERAL NA FNU LNU JR SR II III OGLU OGLY
            KYZY QIZI ZADE""".split("\\s+"));

    /** One name to a line, in its usual spellings. */
    private static final String NAMES = """
            MUHAMMAD MOHAMMED MOHAMED MOHAMMAD MEHMET MOHD MUHAMED MAHAMAD MAGOMED MAXAMED MOCHAMMAD MHMD
            AHMAD AHMED AHMET AXMED AHMD
            MAHMUD MAHMOUD MAHMOOD MHMWD
            HAMID HAMEED HAMEID HMYD HAMD
            HAMAD HAMED HMD
            ALI ALY LY
            HASSAN HASAN HSN HASN
            HUSSEIN HUSAYN HUSSAIN HOSSEIN HUSEIN HUSEYIN HOUSSEIN GUSEIN HSYN HASYN
            IBRAHIM EBRAHIM IBRAHEEM IBRAHYM ABRAHYM
            YUSUF YOUSSEF YOUSEF YOUSUF YUSEF JOSEPH YWSF
            OMAR UMAR OMER
            AMIR AMEER AMYR
            AMMAR
            JAFAR JAAFAR JAFER JFR JAFR
            MAHDI MEHDI MHDY
            ABBAS ABAS BAS
            REZA RIDA RIZA
            HAMIDI
            JAFARI JAFFARI JAAFARI
            MOHAMMADI MUHAMMADI MHMDY
            AHMADI AHMEDI AHMDY
            HOSSEINI HUSSEINI HUSAYNI HSYNY HASYNY
            KARIMI KARYMI KRYMY
            RAHIMI RHYMY
            EBRAHIMI IBRAHIMI
            HASHEMI HASHIMI HASHMI
            NOURI NOORI NURI
            NOOR NOUR NUR NWR
            KHALID KHALED HALID KHALD
            KHALIL HALIL KHLYL
            MUSTAFA MOSTAFA MOUSTAFA MSTFY
            ISMAIL ISMAEL ESMAIL ISMAYL ASMAYL
            SAID SAEED SAEID
            SAYED SAYYID SAYYED SYED SEYED SEYYED SEYYID SAYID
            SALEH SALIH SALAH SALH
            SALIM SALEM SALEEM SALM SLYM
            SULEIMAN SULAYMAN SOLEIMAN SLYMAN
            ABDULLAH ABDALLAH ABDOULLAH ABDALLH BDALLH
            RAHMAN REHMAN RHMN
            RAHIM RAHEEM
            AZIZ
            AZIM AZEEM
            KARIM KAREEM
            KAMAL KAMEL KEMAL
            JAMAL GAMAL DJAMEL JAMEL
            JAMIL JAMEEL
            RASHID RASHEED
            MALIK
            KHAN
            SHAH
            HUSNI
            OSMAN UTHMAN OTHMAN USMAN ATHMAN
            BAKR BAKAR
            YAHYA YAHIA YHYY
            NASIR NASSER NASER
            TARIQ TAREK TARIK
            MANSUR MANSOUR MANSOOR
            FATIMA FATMA FATEMEH
            MARYAM MARIAM MERYEM
            AISHA AYSHA AYSE
            ZAINAB ZEINAB ZEYNEP
            SINGH
            KUMAR
            IVAN
            IGOR
            OLEG
            SERGEI SERGEY SERGEJ SERHII SERGIY
            ALEXANDER ALEKSANDR OLEKSANDR ALEXANDRE
            ALEXANDRA ALEKSANDRA OLEKSANDRA
            ALEXEI ALEKSEI ALEXEY ALEKSEY OLEKSII
            VLADIMIR VOLODYMYR WLADIMIR
            VLADISLAV
            VIKTOR VICTOR
            DMITRI DMITRY DMITRII DMYTRO DIMITRI
            ANDREI ANDREY ANDRII ANDREJ
            NIKOLAI NIKOLAY MYKOLA NICOLAI
            MIKHAIL MYKHAILO MICHAIL
            YURI YURY YURII IURII
            YEVGENY EVGENY EVGENII YEVGENIY
            ROMAN
            ROBERT
            MARIA MARIYA MARIIA MARY MARIE
            MARINA MARYNA
            ANNA HANNA
            ELENA YELENA OLENA HELENA
            OLGA OLHA
            NATALIA NATALYA NATALIIA NATALIE
            TATIANA TATYANA TETIANA TETYANA
            IRINA IRYNA
            SVETLANA SVITLANA
            EKATERINA YEKATERINA KATERYNA
            JOHN
            JAMES
            DAVID
            MICHAEL
            PETER PETR PYOTR
            PAUL PAVEL PAVLO
            THOMAS TOMAS
            DANIEL
            DONALD
            SMITH
            JOSE
            JUAN
            JEAN
            PIERRE
            CARLOS
            GARCIA
            RODRIGUEZ
            WANG
            ZHANG
            CHEN
            YANG
            HUANG
            PARK PAK
            CHOI CHOE
            NGUYEN
            TRAN""";

    private static final Map<String, Integer> SPELLINGS = new HashMap<>();

    static {
        int name = 0;
        for (String spellings : NAMES.split("\n")) {
            name++;
            for (String spelling : spellings.trim().split(" ")) {
                SPELLINGS.putIfAbsent(Sound.of(spelling), name);
            }
        }
    }

    private Frequency() {}

    static boolean particle(String latin) {
        return PARTICLES.contains(latin);
    }

    /** How much a word tells of a person: 1 for a rare name, less for a frequent one, little for a particle. */
    static double weight(String latin, String sound) {
        if (latin.length() == 1) {
            return INITIAL;
        }
        if (particle(latin)) {
            return PARTICLE;
        }
        return SPELLINGS.containsKey(sound) || sound.length() <= SHORT ? FREQUENT : RARE;
    }

    /** The number of the frequent name that this is a spelling of, or null for another name. */
    static @Nullable Integer name(String sound) {
        return SPELLINGS.get(sound);
    }
}
