"""What the endpoint says of itself (SPARQL 1.1 Service Description, W3C recommendation of 21 March 2013)."""

FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def description(endpoint: str) -> str:
    """The description of the endpoint at a URL, in Turtle.

    >>> "sd:SPARQL11Query" in description("http://127.0.0.1:8000/sparql")
    True
    """
    results = " , ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in FORMATS)
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .

<{endpoint}> a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {results} ;
    sd:defaultDataset <{endpoint}#dataset> .

<{endpoint}#dataset> a sd:Dataset ;
    sd:defaultGraph <{endpoint}#facts> .

<{endpoint}#facts> a sd:Graph .
"""
