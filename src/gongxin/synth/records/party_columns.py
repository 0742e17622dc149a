"""The columns about the party that licences and penalties share (fields 1 to 13 of the national record)."""

from __future__ import annotations

from gongxin.synth.population import PERSON


def party_columns() -> dict[str, str]:
    """Each field's value, over the relation ``party``."""
    is_person = f"party.registrar = '{PERSON}'"
    organisation = "CASE WHEN NOT {0} THEN {1} END".format
    return {
        "party_name": "party.name",
        "party_category": f"CASE WHEN {is_person} THEN '自然人' "
        "WHEN party.registrar = '92' THEN '个体工商户' ELSE '法人及非法人组织' END",
        "party_code": "party.code",
        "party_reg_no": "CAST(NULL AS VARCHAR)",
        "party_org_code": "party.org_code",
        "party_tax_no": "CAST(NULL AS VARCHAR)",
        "party_institution_no": "CAST(NULL AS VARCHAR)",
        "party_society_no": "CAST(NULL AS VARCHAR)",
        "legal_representative": organisation(is_person, "party.person_in_charge"),
        "legal_representative_document": organisation(is_person, "'身份证'"),
        "legal_representative_id": organisation(is_person, "party.head_id"),
        "party_document": f"CASE WHEN {is_person} THEN '身份证' END",
        "party_id": "party.id_number",
    }
