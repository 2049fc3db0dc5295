/*
label:    {zh: 前三天天气, en: Weather of the three days before}
targets:  [critical_by_place, critical_by_area, critical_by_inspector]
typology: context
direction: either
of:       city
through:  place
at:       weather_date
measures: [mean(rain_micro), mean(high_centidegrees), mean(wind_centimiles), mean(humidity_percent)]
windows:  [3d]
reason:   {zh: 前三天的天气与风险有关, en: the weather of the last three days}
absent:   {zh: 无天气数据, en: no weather on record}
*/
select record.weather_date, record.rain_micro, record.high_centidegrees, record.wind_centimiles, record.humidity_percent
from this_city
join weather as record on record.city_id = this_city.city_id
