"""A pack of a dozen materials in the shape of the real ones, and a short notation for facts."""

from __future__ import annotations

from matcher.knowledge import build_mirror
from matcher.model import Triple
from matcher.namespaces import node
from matcher.reasoning.terms import SHORT

CORE = """
sym:hasUse owl:inverseOf sym:takes . sym:needOf owl:inverseOf sym:hasNeed
sym:servedBy owl:inverseOf sym:inRole . sym:asRole rdfs:subPropertyOf sym:inRole
sym:broaderRole a owl:TransitiveProperty . sym:becomes a owl:TransitiveProperty
sym:freeOf owl:propertyDisjointWith sym:contains
sym:Matter rdfs:subClassOf sym:Material . sym:Energy rdfs:subClassOf sym:Material
sym:Material a owl:Class . sym:Matter a owl:Class . sym:Energy a owl:Class
sym:Matter owl:disjointWith sym:Energy
"""

CHAINS = """
documentedFor = isOf hasUse
documentedFeed = documentedFor inProcess
canMeet = documentedFor meets
canMeet = isOf statedToMeet
substitutionFeed = canMeet needOf
offers = isOf provides
inForm = isOf hasForm
functionFeed = functionMeets needOf
becomes = documentedFor yields
cascadeUse = becomes documentedFor
inRole = asRole broaderRole
barsUse = bars servedBy
holds = contains isOf
vetoedBy = isOf subjectTo
vetoedBy = holds taintsWith
"""

MATERIALS = """
BlastFurnaceSlag GranulatedSlag BasicOxygenSlag Bagasse CoffeeGrounds Substrate Digestate
Asbestos Lagging Bran Ash Organic Steam
"""

PACK = """
mat:GranulatedSlag rdfs:subClassOf mat:BlastFurnaceSlag . mat:Lagging rdfs:subClassOf mat:Asbestos
mat:Bagasse rdfs:subClassOf mat:Organic . mat:CoffeeGrounds rdfs:subClassOf mat:Organic
mat:Bagasse sym:provides fn:FuelValue . mat:Bagasse sym:hasForm form:Solid
mat:CoffeeGrounds sym:provides fn:FuelValue . mat:CoffeeGrounds sym:hasForm form:Wet
use:SlagCement sym:takes mat:GranulatedSlag . use:SlagCement sym:inProcess proc:CementGrinding
use:SlagCement sym:meets need:ClinkerReplacement . use:SlagCement sym:asRole role:Binder
proc:ReadyMix sym:hasNeed need:ClinkerReplacement . proc:BiomassBoiler sym:hasNeed need:BiomassFuel
need:BiomassFuel a sym:Need . need:BiomassFuel sym:asRole role:Fuel
use:Mushrooms sym:takes mat:CoffeeGrounds . use:Mushrooms sym:yields mat:Substrate
use:Digestion sym:takes mat:Substrate . use:Digestion sym:yields mat:Digestate
use:DigestateToSoil sym:takes mat:Digestate . use:DigestateToSoil sym:inProcess proc:Farming
mat:Asbestos sym:subjectTo veto:AsbestosBan . veto:AsbestosBan sym:bars role:Recovery
mat:Asbestos sym:taintsWith veto:AsbestosBan . role:Fuel sym:broaderRole role:Recovery
role:Binder sym:broaderRole role:Recovery . role:AnimalFeed sym:broaderRole role:Recovery
mat:Ash sym:subjectTo veto:AshIsNoFeed . veto:AshIsNoFeed sym:bars role:AnimalFeed
use:BranAsFeed sym:takes mat:Bran . use:BranAsFeed sym:asRole role:AnimalFeed
sym:offersFuel owl:onProperty sym:offers . sym:offersFuel owl:hasValue fn:FuelValue
sym:inSolidForm owl:onProperty sym:inForm . sym:inSolidForm owl:hasValue form:Solid
"""


def term(word: str) -> str:
    """A word of the notation as an N-Triples term: a CURIE, `a`, or a literal as it is."""
    return word if word.startswith('"') else SHORT.get(word) or node(word)


def facts(text: str) -> list[Triple]:
    """Facts written as `s p o . s p o`, one or more to a line."""
    found = []
    for line in text.strip().splitlines():
        for part in line.split(" . "):
            s, p, o = (term(word) for word in part.split())
            found.append((s, p, o))
    return found


def list_facts(subject: str, predicate: str, members: list[str], name: str) -> list[Triple]:
    """An axiom whose value is a list, its nodes named `sym:name-0`, `sym:name-1`, …"""
    nodes = [f"sym:{name}-{i}" for i in range(len(members))]
    lines = [f"{subject} {predicate} {nodes[0] if nodes else 'rdf:nil'}"]
    for here, member, onward in zip(nodes, members, [*nodes[1:], "rdf:nil"], strict=True):
        lines += [f"{here} rdf:first {member}", f"{here} rdf:rest {onward}"]
    return facts("\n".join(lines))


def pattern_facts() -> list[Triple]:
    """Core, pack and mirror axioms."""
    found = facts(CORE) + facts(PACK)
    for number, line in enumerate(CHAINS.strip().splitlines()):
        head, links = line.split(" = ")
        chain = [f"sym:{link}" for link in links.split()]
        found += list_facts(f"sym:{head}", "owl:propertyChainAxiom", chain, f"chain{number}")
    for name in MATERIALS.split():
        kind = "sym:Energy" if name == "Steam" else "sym:Matter"
        found += facts(f"mat:{name} a owl:Class . mat:{name} rdfs:subClassOf {kind}")
    parts = ["mat:Organic", "sym:offersFuel", "sym:inSolidForm"]
    found += list_facts("need:BiomassFuel", "owl:intersectionOf", parts, "biomass")
    return found + list(build_mirror((*triple, "") for triple in found))
