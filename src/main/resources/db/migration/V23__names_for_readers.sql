-- What an exit is called, for readers of three languages, as the governorates.
alter table exit rename column name to name_en;
alter table exit add column name_ru text, add column name_ar text;
update exit set name_ru = named.ru, name_ar = named.ar
from (values
  ('MASNAA', 'Джудейдат-Ябус / Масна', 'جديدة يابوس / المصنع'),
  ('ARIDA', 'Арида', 'العريضة'),
  ('NASIB', 'Насиб / Джабер', 'نصيب / جابر'),
  ('BAB-HAWA', 'Баб-эль-Хава', 'باب الهوى'),
  ('TANF', 'Эт-Танф / Эль-Валид', 'التنف / الوليد'),
  ('DAM', 'Аэропорт Дамаска', 'مطار دمشق الدولي'),
  ('LTK', 'Аэропорт Латакии', 'مطار اللاذقية'),
  ('TARTUS', 'Порт Тартус', 'مرفأ طرطوس')) as named (code, ru, ar)
where exit.code = named.code;
update exit set name_ru = coalesce(name_ru, name_en), name_ar = coalesce(name_ar, name_en);  -- one that somebody added
alter table exit alter column name_ru set not null, alter column name_ar set not null;

-- What a town abroad is called. One of the country that people leave is called as its governorate.
create table town (
  code text primary key,               -- as in town_name
  name_en text not null,
  name_ru text not null,
  name_ar text not null
);
insert into town (code, name_en, name_ru, name_ar) values
  ('BEY', 'Beirut', 'Бейрут', 'بيروت'),
  ('KYE', 'Tripoli', 'Триполи', 'طرابلس'),
  ('AMM', 'Amman', 'Амман', 'عمان'),
  ('AQJ', 'Aqaba', 'Акаба', 'العقبة'),
  ('BGW', 'Baghdad', 'Багдад', 'بغداد'),
  ('EBL', 'Erbil', 'Эрбиль', 'أربيل'),
  ('HTY', 'Hatay', 'Хатай', 'هاتاي'),
  ('ADA', 'Adana', 'Адана', 'أضنة'),
  ('GZT', 'Gaziantep', 'Газиантеп', 'غازي عنتاب'),
  ('IST', 'Istanbul', 'Стамбул', 'إسطنبول'),
  ('ANK', 'Ankara', 'Анкара', 'أنقرة'),
  ('AYT', 'Antalya', 'Анталья', 'أنطاليا'),
  ('LCA', 'Larnaca', 'Ларнака', 'لارنكا'),
  ('PFO', 'Paphos', 'Пафос', 'بافوس'),
  ('Limassol', 'Limassol', 'Лимасол', 'ليماسول'),
  ('Nicosia', 'Nicosia', 'Никосия', 'نيقوسيا'),
  ('ATH', 'Athens', 'Афины', 'أثينا'),
  ('CAI', 'Cairo', 'Каир', 'القاهرة'),
  ('TLV', 'Tel Aviv', 'Тель-Авив', 'تل أبيب'),
  ('THR', 'Tehran', 'Тегеран', 'طهران'),
  ('DOH', 'Doha', 'Доха', 'الدوحة'),
  ('DXB', 'Dubai', 'Дубай', 'دبي'),
  ('SHJ', 'Sharjah', 'Шарджа', 'الشارقة'),
  ('AUH', 'Abu Dhabi', 'Абу-Даби', 'أبو ظبي'),
  ('KWI', 'Kuwait', 'Кувейт', 'الكويت'),
  ('RUH', 'Riyadh', 'Эр-Рияд', 'الرياض'),
  ('JED', 'Jeddah', 'Джидда', 'جدة'),
  ('EVN', 'Yerevan', 'Ереван', 'يريفان'),
  ('TBS', 'Tbilisi', 'Тбилиси', 'تبليسي'),
  ('BAK', 'Baku', 'Баку', 'باكو'),
  ('MSQ', 'Minsk', 'Минск', 'مينسك'),
  ('IEV', 'Kiev', 'Киев', 'كييف'),
  ('SIP', 'Simferopol', 'Симферополь', 'سيمفيروبول'),
  ('MOW', 'Moscow', 'Москва', 'موسكو'),
  ('LED', 'Saint Petersburg', 'Санкт-Петербург', 'سانت بطرسبرغ'),
  ('MCX', 'Makhachkala', 'Махачкала', 'محج قلعة'),
  ('MRV', 'Mineralnye Vody', 'Минеральные Воды', 'مينيرالني فودي'),
  ('GRV', 'Grozny', 'Грозный', 'غروزني'),
  ('NAL', 'Nalchik', 'Нальчик', 'نالتشيك'),
  ('OGZ', 'Vladikavkaz', 'Владикавказ', 'فلاديقوقاز'),
  ('KRR', 'Krasnodar', 'Краснодар', 'كراسنودار'),
  ('AER', 'Sochi', 'Сочи', 'سوتشي'),
  ('ROV', 'Rostov-on-Don', 'Ростов-на-Дону', 'روستوف على الدون'),
  ('VOG', 'Volgograd', 'Волгоград', 'فولغوغراد'),
  ('KZN', 'Kazan', 'Казань', 'قازان'),
  ('UFA', 'Ufa', 'Уфа', 'أوفا'),
  ('KUF', 'Samara', 'Самара', 'سامارا'),
  ('SVX', 'Yekaterinburg', 'Екатеринбург', 'يكاترينبورغ'),
  ('OVB', 'Novosibirsk', 'Новосибирск', 'نوفوسيبيرسك');
