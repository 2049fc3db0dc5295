"""From the City's files to the tables of `tables.yaml`, as a data team exports them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.chicago.published import Published

__all__ = ["CONTRACT", "RECIPE", "SIGNALS", "TARGETS", "as_ids", "prepared_tables"]

CONTRACT = Path(__file__).with_name("tables.yaml")
SIGNALS = Path(__file__).with_name("signals")
RECIPE = Path(__file__).with_name("recipe.yaml")
CITY = "chicago"
DAY = pd.Timedelta(days=1)

#: The three questions, by what the model may know; all have the same answer.
TARGETS = {
    "critical_by_place": "the place alone",
    "critical_by_area": "with recent results of its ZIP code",
    "critical_by_inspector": "with the inspector",
}
LICENCES = {
    "on_premises_alcohol_flag": "consumption_on_premises_incidental_activity",
    "tobacco_flag": "tobacco",
    "package_goods_flag": "package_goods",
    "patio_flag": "outdoor_patio",
    "amusement_flag": "public_place_of_amusement",
    "limited_flag": "limited_business_license",
    "child_services_flag": "childrens_services_facility_license",
    "tavern_flag": "tavern",
    "regulated_flag": "regulated_business_license",
    "filling_station_flag": "filling_station",
    "caterer_flag": "caterers_liquor_license",
    "mobile_food_flag": "mobile_food_license",
}
RESULTS = {"Pass": "pass", "Pass w/ Conditions": "pass_with_conditions", "Fail": "fail"}
FACILITIES = {"Restaurant": "restaurant", "Grocery Store": "grocery_store"}


def prepared_tables(published: Published) -> dict[str, pd.DataFrame]:
    """The tables of the contract; nothing is computed here that a signal could compute."""
    inspections = published.inspections.merge(published.inspectors, on="Inspection_ID", how="left")
    return {
        "visits": _visits(inspections),
        "inspections": _inspections(inspections),
        "licences": _licences(published.licences),
        "surroundings": _surroundings(published.heat),
        "complaints": _complaints(published.complaints),
        "weather": _weather(published.weather),
        "findings": _findings(published.model_table),
    }


def _visits(inspections: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "visit_id": as_ids(inspections["Inspection_ID"]),
            "license_id": as_ids(inspections["License"]),
            "area_id": as_ids(inspections["Zip"]),
            "city_id": CITY,
            "inspector_id": inspections["sanitarian"],
            "inspector_group": inspections["sanitarian"],
            "announced_date": inspections["Inspection_Date"] - DAY,
            "visit_date": inspections["Inspection_Date"],
            "made_date": inspections["Inspection_Date"],
            "facility": inspections["Facility_Type"].map(FACILITIES).fillna("other"),
            "risk_class": inspections["Risk"].str.extract(r"Risk (\d)", expand=False).astype("Int64"),
        }
    )


def _inspections(inspections: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "inspection_id": as_ids(inspections["Inspection_ID"]),
            "sequence": inspections["Inspection_ID"].astype("Int64"),
            "license_id": as_ids(inspections["License"]),
            "area_id": as_ids(inspections["Zip"]),
            "inspector_id": inspections["sanitarian"],
            "inspected_date": inspections["Inspection_Date"],
            "result": inspections["Results"].map(RESULTS),
            "failed_flag": inspections["fail_flag"] > 0,
            "critical_flag": inspections["criticalCount"] > 0,
            "critical": inspections["criticalCount"].astype("Int64"),
            "serious": inspections["seriousCount"].astype("Int64"),
            "minor": inspections["minorCount"].astype("Int64"),
        }
    )


def _licences(licences: pd.DataFrame) -> pd.DataFrame:
    found = licences.dropna(subset=["LICENSE_ID"])
    kinds = {name: found[column] > 0 for name, column in LICENCES.items()}
    return pd.DataFrame({"visit_id": as_ids(found["Inspection_ID"]), "started_date": found["minDate"], **kinds})


def _surroundings(heat: pd.DataFrame) -> pd.DataFrame:
    found = heat.dropna(subset=["heat_burglary"])
    return pd.DataFrame(
        {
            "visit_id": as_ids(found["Inspection_ID"]),
            "burglary_micro": _scaled(found["heat_burglary"], 1_000_000),
            "garbage_micro": _scaled(found["heat_garbage"], 1_000_000),
            "sanitation_micro": _scaled(found["heat_sanitation"], 1_000_000),
        }
    )


def _complaints(complaints: pd.DataFrame) -> pd.DataFrame:
    zip_code = complaints["ZIP_Code"].where(complaints["ZIP_Code"] > 0)
    return pd.DataFrame(
        {
            # request numbers repeat, so the line of the file is the key
            "complaint_id": [f"line {number}" for number in range(len(complaints))],
            "area_id": as_ids(zip_code),
            "created_date": complaints["Creation_Date"],
            "completed_date": complaints["Completion_Date"],
            "nature": complaints["What_is_the_Nature_of_this_Code_Violation"],
        }
    )


def _weather(weather: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "city_id": CITY,
            "weather_date": weather["date"],
            "rain_micro": _scaled(weather["precipIntensity"], 1_000_000),
            "high_centidegrees": _scaled(weather["temperatureMax"], 100),
            "wind_centimiles": _scaled(weather["windSpeed"], 100),
            "humidity_percent": _scaled(weather["humidity"], 100),
        }
    )


def _findings(model_table: pd.DataFrame) -> pd.DataFrame:
    """What came of the inspections that the City learnt from and judged on, opened and decided on their day."""
    visit = as_ids(model_table["Inspection_ID"])
    one = pd.DataFrame(
        {
            "visit_id": visit,
            "result": (model_table["criticalFound"] > 0).map({True: "confirmed", False: "refuted"}),
            "opened_date": model_table["Inspection_Date"],
            "decided_date": model_table["Inspection_Date"],
        }
    )
    return pd.concat(
        [one.assign(target=target, outcome_id=visit + " " + target) for target in TARGETS], ignore_index=True
    )


def as_ids(numbers: pd.Series) -> pd.Series:
    """The City's numbers as the ids of the tables."""
    return numbers.astype("Int64").astype("string")


def _scaled(values: pd.Series, unit: int) -> pd.Series:
    return (values * unit).round().astype("Int64")
